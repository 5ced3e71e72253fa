import { NumberInput, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { usePlan } from '../../api/experiments';
import type { Plan } from '../../api/types';
import { number, percent } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Section } from '../../ui/Page';
import { FormProblem, LoadingRows } from '../../ui/states';

/** How many units and days the experiment needs, renewed as it is edited. */
export function PlanPanel({ environment, metric, variants, traffic, unit }: { environment: string; metric: string | undefined; variants: number; traffic: number; unit: string }) {
  const t = useText();
  const [effect, setEffect] = useState(5);
  const design = { effect: effect / 100, variants, traffic, unit };
  // As text: the same design stays the same value.
  const [settled] = useDebouncedValue(JSON.stringify(design), 400);
  const query = usePlan(environment, metric, JSON.parse(settled) as typeof design);
  return (
    <Section title={t('plan.title')} hint={t('plan.hint')}>
      <Stack gap="sm">
        <NumberInput label={t('plan.effect')} value={effect} min={0.1} max={1000} suffix=" %" onChange={(value) => typeof value === 'number' && value > 0 && setEffect(value)} />
        {metric === undefined ? (
          <Text size="sm" c="dimmed">
            {t('plan.choose')}
          </Text>
        ) : query.isPending ? (
          <LoadingRows rows={2} />
        ) : query.isError ? (
          <FormProblem error={query.error} />
        ) : (
          <Told plan={query.data} />
        )}
      </Stack>
    </Section>
  );
}

function Told({ plan }: { plan: Plan }) {
  const t = useText();
  const { sample } = plan;
  return (
    <Stack gap={6} role="status">
      {plan.past.mean !== null && <Text size="sm">{t('plan.mean', { mean: number(plan.past.mean, 4), units: plan.past.units })}</Text>}
      {sample && <Text size="sm">{t('plan.sample', { units: sample.units, effect: percent(sample.relative_effect), power: percent(plan.design.power, 0) })}</Text>}
      {sample?.days && (
        <Text size="sm" fw={600}>
          {t('plan.days', { days: number(sample.days.expected, 0), low: number(sample.days.earliest, 0), high: sample.days.latest === null ? t('plan.never') : number(sample.days.latest, 0) })}
        </Text>
      )}
      {plan.detectable.length > 0 && (
        <ul className="plain-list">
          {plan.detectable.map((one) => (
            <li key={one.days}>
              <Text size="sm" span>
                {t('plan.detectable', { days: one.days, effect: one.relative_effect === null ? t('plan.never') : percent(one.relative_effect) })}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {plan.notes.map((note) => (
        <Text key={note} size="sm" c="dimmed" lang="en">
          {note}
        </Text>
      ))}
    </Stack>
  );
}
