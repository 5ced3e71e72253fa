import { Text } from '@mantine/core';
import type { Experiment } from '../../api/types';
import { dateTime, list, relative } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import type { IconName } from '../../ui/icons';

const marks: Record<NonNullable<Experiment['verdict']>['verdict'], { tone: 'good' | 'bad' | 'quiet'; icon?: IconName }> = {
  win: { tone: 'good', icon: 'up' },
  loss: { tone: 'bad', icon: 'down' },
  unhealthy: { tone: 'bad', icon: 'warning' },
  not_enough_data: { tone: 'quiet' },
  no_difference_shown: { tone: 'quiet' },
};

/** What an experiment's results came to when they were last counted; a named winner goes before it. */
export function VerdictMark({ experiment, now }: { experiment: Pick<Experiment, 'verdict' | 'winner' | 'status'>; now: number }) {
  const t = useText();
  const { verdict, winner, status } = experiment;
  if (winner)
    return (
      <Mark tone="good" icon="check">
        {t('experiments.won', { variant: winner })}
      </Mark>
    );
  if (!verdict) return status === 'draft' ? null : <Mark tone="quiet">{t('verdict.pending')}</Mark>;
  return (
    <>
      <Mark {...marks[verdict.verdict]}>{t(`verdict.${verdict.verdict}`, { variants: list(verdict.variants) })}</Mark>
      {status === 'running' && (
        <Text size="xs" c="dimmed" mt={2} title={dateTime(verdict.as_of)}>
          {t('verdict.counted', { when: relative(verdict.as_of, now) })}
        </Text>
      )}
    </>
  );
}
