import { ActionIcon, Button, Group, NumberInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import type { Arm } from '../../api/types';
import { percent } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { keyFault } from '../../lib/keys';
import { Icon } from '../../ui/icons';

interface ArmFieldsProps {
  arms: Arm[];
  control: string;
  onChange: (arms: Arm[], control: string) => void;
}

const tones = ['#0f6b6b', '#c9772b', '#5b6fb8', '#8a4f9e', '#4d7d2f', '#a33f5b', '#6b7375'];

/** How the units are split, as a bar with words beside it. */
export function SplitBar({ arms }: { arms: Arm[] }) {
  const sum = arms.reduce((total, arm) => total + arm.weight, 0);
  const share = (arm: Arm) => (sum > 0 ? arm.weight / sum : 0);
  return (
    <div>
      <div className="split" aria-hidden="true">
        {arms.map((arm, index) => (
          <span key={index} style={{ flexGrow: share(arm), background: tones[index % tones.length] }} />
        ))}
      </div>
      <Text size="sm" c="dimmed" mt={4}>
        {arms.map((arm) => `${arm.key} ${percent(share(arm))}`).join(' · ')}
      </Text>
    </div>
  );
}

/** The variants, their weights and which one is the control. Weights are relative; the bar says what they come to. */
export function ArmFields({ arms, control, onChange }: ArmFieldsProps) {
  const t = useText();
  const replace = (index: number, arm: Arm) => onChange(arms.map((old, i) => (i === index ? arm : old)), control === arms[index]!.key ? arm.key : control);
  const keys = arms.map((arm) => arm.key);
  return (
    <Stack gap="sm">
      <Radio.Group value={control} onChange={(key) => onChange(arms, key)} aria-label={t('experiment.control')}>
        <Stack gap="sm">
          {arms.map((arm, index) => (
            <Group key={index} gap="sm" align="flex-end" role="group" aria-label={t('flag.variantNumber', { number: index + 1 })}>
              <TextInput
                label={t('field.key')}
                value={arm.key}
                onChange={(event) => replace(index, { ...arm, key: event.currentTarget.value })}
                error={keys.indexOf(arm.key) !== index ? t('flag.variantTwice') : keyFault(t, arm.key)}
                classNames={{ input: 'mono' }}
                flex="1 1 160px"
              />
              <NumberInput label={t('experiment.weight')} value={arm.weight} min={0} w={110} onChange={(weight) => typeof weight === 'number' && replace(index, { ...arm, weight })} />
              <Radio value={arm.key} label={t('experiment.isControl')} pb={9} />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                disabled={arms.length <= 2}
                aria-label={t('flag.removeVariant', { variant: arm.key })}
                onClick={() => {
                  const rest = arms.filter((_, i) => i !== index);
                  onChange(rest, control === arm.key ? rest[0]!.key : control);
                }}
              >
                <Icon name="trash" size={16} />
              </ActionIcon>
            </Group>
          ))}
        </Stack>
      </Radio.Group>
      <Group gap="xs">
        <Button size="compact-sm" variant="light" leftSection={<Icon name="plus" size={14} />} onClick={() => onChange([...arms, { key: freshKey(keys), weight: 1 }], control)}>
          {t('flag.addVariant')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => onChange(arms.map((arm) => ({ ...arm, weight: 1 })), control)}>
          {t('experiment.even')}
        </Button>
      </Group>
      <SplitBar arms={arms} />
    </Stack>
  );
}

function freshKey(keys: string[]): string {
  let number = keys.length;
  while (keys.includes(`treatment-${number}`)) number++;
  return `treatment-${number}`;
}
