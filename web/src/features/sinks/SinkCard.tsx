import { Alert, Button, Group, NumberInput, Text } from '@mantine/core';
import { useState } from 'react';
import { useRewindSink } from '../../api/sinks';
import type { Sink } from '../../api/types';
import { dateTime, number } from '../../lib/format';
import { plural, useText } from '../../lib/i18n';
import { EnvironmentMark, Mark, Tag } from '../../ui/Badges';
import { Confirm } from '../../ui/Confirm';
import { Icon } from '../../ui/icons';
import { Section } from '../../ui/Page';
import { done } from '../../ui/toast';

/** One receiver: how it fares, and what can be done about it. */
export function SinkCard({ sink, mayWrite, showLetters }: { sink: Sink; mayWrite: boolean; showLetters: () => void }) {
  const t = useText();
  const rewind = useRewindSink();
  const [asking, setAsking] = useState(false);
  const [position, setPosition] = useState<string | number>(0);
  const facts: [string, string][] = [
    [t('sinks.behind'), number(sink.behind, 0)],
    [t('sinks.delivered'), number(sink.delivered, 0)],
    [t('sinks.letters'), number(sink.dead_letters, 0)],
    [t('sinks.position'), number(sink.position, 0)],
  ];
  return (
    <Section
      title={sink.name}
      actions={
        <>
          {sink.dead_letters > 0 && (
            <Button size="compact-sm" variant="default" onClick={showLetters}>
              {t('sinks.showLetters')}
            </Button>
          )}
          {mayWrite && (
            <Button size="compact-sm" variant="default" leftSection={<Icon name="history" size={14} />} onClick={() => setAsking(true)}>
              {t('sinks.rewind')}
            </Button>
          )}
        </>
      }
    >
      <Group gap={6} mb="sm">
        <State sink={sink} />
        <Tag>{sink.type}</Tag>
        <EnvironmentMark environment={sink.environment} />
        <Text size="sm" c="dimmed" className="mono break">
          {sink.target}
        </Text>
      </Group>
      {sink.error && (
        <Alert color="red" icon={<Icon name="warning" />} mb="sm" title={plural(t, 'sinks.failing', sink.failures)}>
          <Text size="sm" className="break">
            {sink.error}
          </Text>
          {sink.resting_until && (
            <Text size="sm" c="dimmed">
              {t('sinks.resting', { when: dateTime(sink.resting_until) })}
            </Text>
          )}
        </Alert>
      )}
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={t('sinks.rewindTitle', { name: sink.name })}
        confirm={t('sinks.rewind')}
        danger
        run={async () => {
          await rewind.mutateAsync({ name: sink.name, position: Number(position) });
          done(t('sinks.rewound', { name: sink.name }));
        }}
      >
        <p>{t('sinks.rewindText')}</p>
        <NumberInput label={t('sinks.rewindTo')} value={position} onChange={setPosition} min={0} max={sink.position + sink.behind} allowDecimal={false} />
      </Confirm>
    </Section>
  );
}

function State({ sink }: { sink: Sink }) {
  const t = useText();
  if (sink.failures > 0)
    return (
      <Mark tone="bad" icon="warning">
        {t('sinks.state.failing')}
      </Mark>
    );
  if (sink.behind > 0) return <Mark tone="info">{t('sinks.state.sending')}</Mark>;
  return (
    <Mark tone="good" icon="check">
      {t('sinks.state.upToDate')}
    </Mark>
  );
}
