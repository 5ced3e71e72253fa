import { Stack } from '@mantine/core';
import { useDeletion } from '../../api/experiments';
import { useGuardrail } from '../../api/safety';
import type { Experiment } from '../../api/types';
import { useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { hasEnd } from './decision';

/** What a launch had better have: checked by the server's own facts, and nothing stands in the way. */
export function LaunchChecks({ environment, experiment }: { environment: string; experiment: Experiment }) {
  const t = useText();
  const uses = useDeletion(environment, experiment.key, true);
  const guardrail = useGuardrail(environment, experiment.key);
  const checks: [boolean, string][] = [
    [!!experiment.hypothesis.trim(), t('check.hypothesis')],
    [experiment.metrics.length > 0, t('check.metrics')],
    [hasEnd(experiment.decision, experiment), t('check.end')],
    ...(uses.data ? ([[uses.data.used_by.length > 0, t('check.served')]] as [boolean, string][]) : []),
    ...(guardrail.isSuccess ? ([[guardrail.data !== null, t('check.watched')]] as [boolean, string][]) : []),
  ];
  return (
    <Stack gap={6} mt="sm" component="ul" className="bare-list checklist" aria-label={t('check.title')}>
      {checks.map(([fine, label]) => (
        <li key={label}>
          <Mark tone={fine ? 'good' : 'warn'} icon={fine ? 'check' : 'warning'}>
            {fine ? label : t('check.missing', { what: label })}
          </Mark>
        </li>
      ))}
    </Stack>
  );
}
