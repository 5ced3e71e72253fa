import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useRamp, useRampStep, useSetRamp, type RampOf, type RampStep } from '../../api/safety';
import type { Ramp } from '../../api/types';
import { dateTime, relative, share } from '../../lib/format';
import { plural, useText } from '../../lib/i18n';
import { Mark } from '../Badges';
import { Confirm } from '../Confirm';
import { Icon } from '../icons';
import { Section } from '../Page';
import { Answer } from '../states';
import { done } from '../toast';
import { useNow } from '../useNow';
import { holdText, usualSteps } from './plan';
import { RampForm } from './RampForm';

interface RampPanelProps {
  of: RampOf;
  /** The share in force, in per cent. */
  current: number;
  mayWrite: boolean;
  /** False where nothing grows any more. */
  open: boolean;
}

/** A rollout or traffic share that grows by itself: the steps, where it stands, and the way to hold it. */
export function RampPanel({ of, current, mayWrite, open }: RampPanelProps) {
  const t = useText();
  const query = useRamp(of);
  const set = useSetRamp(of);
  const [editing, setEditing] = useState(false);
  return (
    <Section title={t('ramp.title')} hint={t(of.kind === 'flag' ? 'ramp.hintFlag' : 'ramp.hintExperiment')}>
      <Answer query={query}>
        {() => {
          const ramp = query.data;
          if (editing)
            return (
              <RampForm
                kind={of.kind}
                current={current}
                steps={ramp?.value.steps.filter((step) => step.percent > current) ?? usualSteps(current)}
                guardrail={ramp?.value.guardrail ?? true}
                error={set.error}
                busy={set.isPending}
                cancel={() => setEditing(false)}
                save={async (plan) => {
                  await set.mutateAsync({ plan, match: ramp?.etag ?? null });
                  done(t('ramp.started'));
                  setEditing(false);
                }}
              />
            );
          const plan = mayWrite && open && current < 100 && (
            <Button variant="default" size="compact-sm" onClick={() => setEditing(true)}>
              {t(ramp ? 'ramp.again' : 'ramp.plan')}
            </Button>
          );
          if (!ramp)
            return (
              <Stack gap="sm" align="flex-start">
                <Text size="sm">{t(current >= 100 ? 'ramp.full' : 'ramp.none', { share: share(current) })}</Text>
                {plan}
              </Stack>
            );
          return <Shown of={of} ramp={ramp.value} etag={ramp.etag} mayWrite={mayWrite} plan={plan} />;
        }}
      </Answer>
    </Section>
  );
}

const tones = { running: 'good', paused: 'warn', done: 'info' } as const;
const icons = { running: 'play', paused: 'pause', done: 'check' } as const;

function Shown({ of, ramp, etag, mayWrite, plan }: { of: RampOf; ramp: Ramp; etag: string | null; mayWrite: boolean; plan: ReactNode }) {
  const t = useText();
  const now = useNow();
  const step = useRampStep(of);
  const [asked, setAsked] = useState<RampStep | null>(null);
  const next: RampStep | null = ramp.status === 'running' ? 'pause' : ramp.status === 'paused' ? 'resume' : null;
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Mark tone={tones[ramp.status]} icon={icons[ramp.status]}>
          {t(`ramp.status.${ramp.status}`)}
        </Mark>
        <Text size="sm" role="status">
          {ramp.status === 'running' && ramp.next_at
            ? new Date(ramp.next_at).getTime() > now
              ? t('ramp.nextAt', { when: relative(ramp.next_at, now), at: dateTime(ramp.next_at) })
              : t('ramp.nextSoon')
            : t('ramp.since', { when: dateTime(ramp.step_since) })}
        </Text>
      </Group>
      {ramp.note && (
        <Alert color={ramp.status === 'paused' ? 'yellow' : 'blue'} icon={<Icon name={ramp.status === 'paused' ? 'warning' : 'history'} />}>
          <Text size="sm" lang="en">
            {ramp.note}
          </Text>
        </Alert>
      )}
      <ol className="ramp">
        {ramp.steps.map((one, index) => {
          const state = index < ramp.step || ramp.status === 'done' ? 'past' : index === ramp.step ? 'now' : 'ahead';
          return (
            <li key={one.percent} className={`ramp-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
              <span className="ramp-bar" aria-hidden="true">
                <span style={{ width: `${one.percent}%` }} />
              </span>
              <strong>{share(one.percent)}</strong>
              <Text size="sm" c="dimmed" span>
                {t('ramp.holds', { time: holdText(t, one.hold_minutes) })}
                {one.min_units > 0 && ` · ${plural(t, 'ramp.minUnits', one.min_units)}`}
              </Text>
              {state !== 'ahead' && (
                <Mark tone={state === 'now' ? 'good' : 'quiet'} icon={state === 'now' ? 'right' : 'check'}>
                  {t(state === 'now' ? 'ramp.inForce' : 'ramp.taken')}
                </Mark>
              )}
            </li>
          );
        })}
      </ol>
      {of.kind === 'experiment' && (
        <Text size="sm" c="dimmed">
          {t(ramp.guardrail ? 'ramp.guarded' : 'ramp.unguarded')}
        </Text>
      )}
      {mayWrite && (
        <Group gap="xs">
          {next && (
            <Button size="compact-sm" variant="default" leftSection={<Icon name={next === 'pause' ? 'pause' : 'play'} size={14} />} onClick={() => setAsked(next)}>
              {t(`ramp.do.${next}`)}
            </Button>
          )}
          {plan}
          <Button size="compact-sm" variant="subtle" color="red" onClick={() => setAsked('remove')}>
            {t('ramp.do.remove')}
          </Button>
        </Group>
      )}
      <Confirm
        opened={asked !== null}
        close={() => setAsked(null)}
        title={asked ? t(`ramp.ask.${asked}`) : ''}
        confirm={asked ? t(`ramp.do.${asked}`) : ''}
        run={() => step.mutateAsync({ step: asked!, match: etag })}
      >
        {asked ? t(`ramp.about.${asked}`) : ''}
      </Confirm>
    </Stack>
  );
}
