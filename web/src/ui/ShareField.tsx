import { Button, Group, NumberInput, Slider, Stack, Text } from '@mantine/core';
import { useId } from 'react';
import { number, share } from '../lib/format';
import { useText } from '../lib/i18n';

const steps = [0, 1, 5, 10, 25, 50, 100];

interface ShareFieldProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  hint?: string;
  /** About how many people are seen in a day, where that is known: says what the share comes to. */
  people?: number | undefined;
}

/** A share in per cent: slider, number box and the usual steps, all the same value. */
export function ShareField({ label, value, onChange, hint, people }: ShareFieldProps) {
  const t = useText();
  const id = useId();
  return (
    <Stack gap={6} role="group" aria-labelledby={id}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" fw={600} id={id}>
          {label}
        </Text>
        <NumberInput
          aria-label={label}
          value={value}
          onChange={(next) => typeof next === 'number' && onChange(next)}
          min={0}
          max={100}
          decimalScale={3}
          clampBehavior="strict"
          suffix=" %"
          w={110}
        />
      </Group>
      <Slider value={value} onChange={onChange} min={0} max={100} step={1} label={(shown) => share(shown)} thumbLabel={label} thumbSize={22} />
      <Group gap={4} mt={4} role="group" aria-label={t('share.steps')}>
        {steps.map((step) => (
          <Button key={step} size="compact-xs" variant={value === step ? 'filled' : 'default'} aria-pressed={value === step} onClick={() => onChange(step)}>
            {share(step)}
          </Button>
        ))}
      </Group>
      {people !== undefined && people > 0 && (
        <Text size="sm">{t('share.people', { count: number(Math.round((people * value) / 100), 0), all: number(people, 0) })}</Text>
      )}
      {hint && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
    </Stack>
  );
}
