import { NativeSelect, NumberInput, Radio, Stack } from '@mantine/core';
import type { Decision } from '../../api/types';
import { useText } from '../../lib/i18n';

type Use = NonNullable<Decision['roles']>[number];
const roles = ['primary', 'secondary', 'guardrail'] as const;

/** The declared role of a metric; without one the first is primary and the others are secondary. */
export const roleOf = (decision: Decision, metrics: readonly string[], metric: string): Use['role'] =>
  decision.roles?.find((use) => use.metric === metric)?.role ?? (metric === metrics[0] && !decision.roles?.some((use) => use.role === 'primary') ? 'primary' : 'secondary');

/** Only metrics that the experiment has keep a role. */
export const rolesFor = (decision: Decision, metrics: readonly string[]): Decision =>
  decision.roles ? { ...decision, roles: decision.roles.filter((use) => metrics.includes(use.metric)) } : decision;

/** How the numbers become a verdict: method, what each metric is for, how much harm a guardrail bears. */
export function DecisionFields({ decision, metrics, onChange }: { decision: Decision; metrics: readonly string[]; onChange: (decision: Decision) => void }) {
  const t = useText();
  const setUse = (use: Use) => onChange({ ...decision, roles: [...(decision.roles ?? []).filter((other) => other.metric !== use.metric), use] });
  return (
    <Stack gap="md">
      <Radio.Group label={t('decide.method')} value={decision.method ?? 'always_valid'} onChange={(method) => onChange({ ...decision, method: method as NonNullable<Decision['method']> })}>
        <Stack gap="xs" mt="xs">
          {(['always_valid', 'fixed_horizon'] as const).map((method) => (
            <Radio key={method} value={method} label={t(`decide.${method}`)} description={t(`decide.${method}Hint`)} />
          ))}
        </Stack>
      </Radio.Group>
      {metrics.map((metric) => {
        const role = roleOf(decision, metrics, metric);
        const margin = decision.roles?.find((use) => use.metric === metric)?.relative_margin;
        return (
          <div key={metric}>
            <NativeSelect
              label={t('decide.roleOf', { metric })}
              value={role}
              onChange={(event) => setUse({ metric, role: event.currentTarget.value as Use['role'] })}
              data={roles.map((one) => ({ value: one, label: t(`results.role.${one}`) }))}
            />
            {role === 'guardrail' && (
              <NumberInput
                mt="xs"
                label={t('decide.marginOf', { metric })}
                value={typeof margin === 'number' ? margin * 100 : ''}
                min={0.1}
                max={1000}
                onChange={(value) => setUse({ metric, role, ...(typeof value === 'number' && value > 0 ? { relative_margin: value / 100 } : {}) })}
              />
            )}
          </div>
        );
      })}
      <NumberInput label={t('decide.minimum')} value={decision.minimum_units ?? ''} min={1} onChange={(value) => typeof value === 'number' && onChange({ ...decision, minimum_units: value })} maw={280} />
    </Stack>
  );
}
