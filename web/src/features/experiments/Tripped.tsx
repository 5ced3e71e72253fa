import { Alert, Text } from '@mantine/core';
import { useGuardrail } from '../../api/safety';
import type { Experiment, Guardrail } from '../../api/types';
import { pText } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Icon } from '../../ui/icons';

type Trip = NonNullable<Guardrail['tripped']>;

/** Why a guardrail has paused an experiment, and what to do. */
export function Tripped({ tripped, isPaused = false }: { tripped: Trip; isPaused?: boolean }) {
  const t = useText();
  const cause = t(tripped.cause === 'sample_ratio' ? 'watch.causeRatio' : 'watch.causeMetric', { metric: tripped.metric ?? '', variant: tripped.variant ?? '' });
  return (
    <Alert color="red" icon={<Icon name="warning" />} title={isPaused ? t('watch.pausedBy', { cause }) : cause} role={isPaused ? 'alert' : undefined}>
      <Text size="sm" lang="en">
        {tripped.reason}
      </Text>
      <Text size="sm" c="dimmed" mt={4}>
        {pText(tripped.p_value)} · {t('watch.next')}
      </Text>
    </Alert>
  );
}

/** On every tab of an experiment that stands still because a guardrail stopped it: whoever comes is told first. */
export function PausedByGuardrail({ environment, experiment }: { environment: string; experiment: Pick<Experiment, 'key' | 'status'> }) {
  const paused = experiment.status === 'paused';
  const guardrail = useGuardrail(environment, experiment.key, paused).data?.value;
  return paused && guardrail?.tripped && !guardrail.armed ? <Tripped tripped={guardrail.tripped} isPaused /> : null;
}
