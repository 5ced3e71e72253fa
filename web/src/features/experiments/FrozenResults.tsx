import { Group, Stack, Text } from '@mantine/core';
import type { SnapshotContent } from '../../api/types';
import { dateTime } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { Section } from '../../ui/Page';
import { Days } from './Days';
import { Health } from './Health';
import { MetricsTable } from './MetricsTable';
import { UnitsTable } from './UnitsTable';
import { VerdictCard } from './VerdictCard';

/** Results as they were at an instant: nothing in it is computed again, and nothing asks the server. */
export function FrozenResults({ content, at, note }: { content: SnapshotContent; at: string; note: string }) {
  const t = useText();
  const { experiment, results, days } = content;
  return (
    <Stack gap="md">
      <div className="frozen" role="note">
        <Icon name="history" />
        <div>
          <Text fw={600}>{t('frozen.at', { when: dateTime(at) })}</Text>
          <Text size="sm">{t('frozen.text')}</Text>
          {note && (
            <Text size="sm" mt={4}>
              {note}
            </Text>
          )}
        </div>
      </div>
      {experiment.hypothesis && (
        <Text size="sm">
          <strong>{t('experiment.hypothesis')}:</strong> {experiment.hypothesis}
        </Text>
      )}
      <Group gap="xs">
        <Mark tone="quiet">
          {t('experiment.unit')}: {experiment.unit}
        </Mark>
        <Mark tone="quiet">{t(`assignment.${experiment.assignment}`)}</Mark>
        {experiment.started_at && <Mark tone="quiet">{t('frozen.started', { when: dateTime(experiment.started_at) })}</Mark>}
        {experiment.stopped_at && <Mark tone="quiet">{t('frozen.stopped', { when: dateTime(experiment.stopped_at) })}</Mark>}
      </Group>
      <VerdictCard results={results} experiment={experiment} />
      <Health results={results} />
      <UnitsTable results={results} />
      <MetricsTable results={results} />
      <Section title={t('days.title')} hint={t('days.hint')}>
        <Days days={days.days} results={results} />
      </Section>
    </Stack>
  );
}
