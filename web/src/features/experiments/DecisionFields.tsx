import { NativeSelect, NumberInput, Radio, SimpleGrid, Stack } from '@mantine/core';
import type { Decision } from '../../api/types';
import { useText } from '../../lib/i18n';
import { Instant } from '../../ui/Instant';
import { decidedBy, partOf, roleOf, roles, usual, type DecisionFaults, type Role } from './decision';
import { FamilyFields } from './FamilyFields';

interface DecisionFieldsProps {
  decision: Decision;
  metrics: readonly string[];
  faults: DecisionFaults;
  onChange: (decision: Decision) => void;
}

/** A number in its field while it is typed: what is left empty takes the server's default. */
const typed = (value: string | number): number | undefined => (value === '' ? undefined : Number(value));
/** Per cent without the dust of binary fractions. */
const inPercent = (fraction: number): number => Number((fraction * 100).toPrecision(12));

/** How the numbers become a verdict: method, level, what each metric is for, how much harm a guardrail bears, what is corrected together. */
export function DecisionFields({ decision, metrics, faults, onChange }: DecisionFieldsProps) {
  const t = useText();
  const method = decision.method ?? 'always_valid';
  const set = (name: 'alpha' | 'planned_units' | 'minimum_units', value: number | undefined) => {
    const { [name]: _, ...rest } = decision;
    onChange(value === undefined ? rest : { ...rest, [name]: value });
  };
  return (
    <Stack gap="md">
      <Radio.Group label={t('decide.method')} value={method} onChange={(next) => onChange(decidedBy(decision, next as typeof method))}>
        <Stack gap="xs" mt="xs">
          {(['always_valid', 'fixed_horizon'] as const).map((one) => (
            <Radio key={one} value={one} label={t(`decide.${one}`)} description={t(`decide.${one}Hint`)} />
          ))}
        </Stack>
      </Radio.Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {method === 'fixed_horizon' ? (
          <Instant
            label={t('decide.plannedEnd')}
            description={t('decide.plannedEndHint')}
            value={decision.planned_end}
            onChange={(end) => onChange({ ...decision, planned_end: end })}
            error={faults.plannedEnd}
          />
        ) : (
          <NumberInput
            label={t('decide.planned')}
            description={t('decide.plannedHint')}
            value={decision.planned_units ?? ''}
            placeholder={String(usual.planned_units)}
            allowDecimal={false}
            clampBehavior="none"
            onChange={(value) => set('planned_units', typed(value))}
            error={faults.plannedUnits}
          />
        )}
        <NumberInput
          label={t('decide.alpha')}
          description={t('decide.alphaHint')}
          value={decision.alpha === undefined ? '' : inPercent(decision.alpha)}
          placeholder={String(inPercent(usual.alpha))}
          suffix=" %"
          decimalScale={4}
          clampBehavior="none"
          onChange={(value) => set('alpha', typed(value) === undefined ? undefined : Number(value) / 100)}
          error={faults.alpha}
        />
        <NumberInput
          label={t('decide.minimum')}
          description={t('decide.minimumHint')}
          value={decision.minimum_units ?? ''}
          placeholder={String(usual.minimum_units)}
          allowDecimal={false}
          clampBehavior="none"
          onChange={(value) => set('minimum_units', typed(value))}
          error={faults.minimumUnits}
        />
      </SimpleGrid>
      {metrics.length > 0 && (
        <Stack gap="sm">
          {metrics.map((metric) => (
            <MetricRole key={metric} metric={metric} metrics={metrics} decision={decision} onChange={onChange} />
          ))}
        </Stack>
      )}
      {metrics.length > 1 && <FamilyFields decision={decision} metrics={metrics} faults={faults.families} onChange={(families) => onChange({ ...decision, families })} />}
    </Stack>
  );
}

function MetricRole({ metric, metrics, decision, onChange }: { metric: string; metrics: readonly string[]; decision: Decision; onChange: (decision: Decision) => void }) {
  const t = useText();
  const role = roleOf(decision, metrics, metric);
  const margin = partOf(decision, metric)?.relative_margin;
  const setUse = (next: Role, harm?: number) =>
    onChange({ ...decision, roles: [...(decision.roles ?? []).filter((use) => use.metric !== metric), { metric, role: next, ...(harm !== undefined && harm > 0 ? { relative_margin: harm } : {}) }] });
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <NativeSelect
        label={t('decide.roleOf', { metric })}
        value={role}
        onChange={(event) => setUse(event.currentTarget.value as Role)}
        data={roles.map((one) => ({ value: one, label: t(`results.role.${one}`) }))}
      />
      {role === 'guardrail' && (
        <NumberInput
          label={t('decide.marginOf', { metric })}
          value={typeof margin === 'number' ? inPercent(margin) : ''}
          suffix=" %"
          min={0}
          max={1000}
          onChange={(value) => setUse(role, typed(value) === undefined ? undefined : Number(value) / 100)}
        />
      )}
    </SimpleGrid>
  );
}
