import { ActionIcon, Button, Checkbox, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { RampOf, RampPlan } from '../../api/safety';
import { share } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Icon } from '../icons';
import { FormProblem } from '../states';
import { wrongStep, type Step } from './plan';

interface RampFormProps {
  kind: RampOf['kind'];
  current: number;
  steps: Step[];
  guardrail: boolean;
  error: unknown;
  busy: boolean;
  cancel: () => void;
  save: (plan: RampPlan) => Promise<void>;
}

/** The steps of a ramp: how far, held how long, and how many units must have been seen before it goes on. */
export function RampForm({ kind, current, steps: first, guardrail: guardedBefore, error, busy, cancel, save }: RampFormProps) {
  const t = useText();
  const [steps, setSteps] = useState(first);
  const [guardrail, setGuardrail] = useState(guardedBefore);
  const wrong = wrongStep(steps, current);
  const replace = (index: number, change: Partial<Step>) => setSteps(steps.map((step, i) => (i === index ? { ...step, ...change } : step)));
  const add = () => {
    const last = steps.at(-1);
    setSteps([...steps, { percent: Math.min(100, Math.ceil((last?.percent ?? current) * 2) || 1), hold_minutes: last?.hold_minutes ?? 1440, min_units: last?.min_units ?? 0 }]);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save({ steps, ...(kind === 'experiment' ? { guardrail } : {}) }).catch(() => undefined);
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('ramp.from', { share: share(current) })}</Text>
        {steps.map((step, index) => (
          <Group key={index} gap="sm" align="flex-end" role="group" aria-label={t('ramp.stepNumber', { number: index + 1 })}>
            <NumberInput
              label={t('ramp.percent')}
              value={step.percent}
              onChange={(value) => typeof value === 'number' && replace(index, { percent: value })}
              min={0}
              max={100}
              decimalScale={3}
              suffix=" %"
              w={110}
              error={index === wrong}
            />
            <NumberInput
              label={t('ramp.holdHours')}
              value={step.hold_minutes / 60}
              onChange={(value) => typeof value === 'number' && replace(index, { hold_minutes: value * 60 })}
              min={0}
              max={8760}
              decimalScale={2}
              w={130}
            />
            <NumberInput label={t('ramp.units')} value={step.min_units} onChange={(value) => typeof value === 'number' && replace(index, { min_units: value })} min={0} max={1e9} allowDecimal={false} thousandSeparator=" " w={150} />
            <ActionIcon variant="subtle" color="gray" size="lg" disabled={steps.length === 1} aria-label={t('ramp.removeStep', { number: index + 1 })} onClick={() => setSteps(steps.filter((_, i) => i !== index))}>
              <Icon name="trash" size={16} />
            </ActionIcon>
          </Group>
        ))}
        {wrong !== null && (
          <Text size="sm" c="red" role="alert">
            {t('ramp.wrong', { number: wrong + 1 })}
          </Text>
        )}
        <Group gap="xs">
          <Button size="compact-sm" variant="light" leftSection={<Icon name="plus" size={14} />} onClick={add} disabled={(steps.at(-1)?.percent ?? 0) >= 100}>
            {t('ramp.addStep')}
          </Button>
        </Group>
        {kind === 'experiment' && (
          <Checkbox label={t('ramp.guardrail')} description={t('ramp.guardrailHint')} checked={guardrail} onChange={(event) => setGuardrail(event.currentTarget.checked)} />
        )}
        <FormProblem error={error} />
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={wrong !== null || steps.length === 0}>
            {t('ramp.start')}
          </Button>
          <Button variant="default" onClick={cancel}>
            {t('action.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
