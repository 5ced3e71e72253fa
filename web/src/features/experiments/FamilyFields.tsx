import { ActionIcon, Button, Group, MultiSelect, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import type { Decision } from '../../api/types';
import { useText } from '../../lib/i18n';
import { Icon } from '../../ui/icons';
import { canAddFamily, corrections, familyOf, roleOf, type Correction, type DecisionFaults, type Family } from './decision';

interface FamilyFieldsProps {
  decision: Decision;
  metrics: readonly string[];
  faults: DecisionFaults['families'];
  onChange: (families: Family[]) => void;
}

/** Which metrics are corrected for their number together. Without any the server corrects by role, and the text says how. */
export function FamilyFields({ decision, metrics, faults, onChange }: FamilyFieldsProps) {
  const t = useText();
  const families = decision.families ?? [];
  const replace = (index: number, change: Partial<Family>) => onChange(families.map((family, place) => (place === index ? { ...family, ...change } : family)));
  const free = metrics.filter((metric) => familyOf(decision, metric) === undefined);
  return (
    <div role="group" aria-label={t('decide.families')}>
      <Text size="sm" fw={600}>
        {t('decide.families')}
      </Text>
      <Text size="xs" c="dimmed" mb="xs">
        {t('decide.familiesHint')}
      </Text>
      <Stack gap="sm">
        {families.map((family, index) => (
          <div key={index} className="rule" role="group" aria-label={t('decide.familyNumber', { number: index + 1 })}>
            <Stack gap="xs">
              <Group gap="sm" align="flex-start" wrap="nowrap">
                <TextInput
                  label={t('field.name')}
                  value={family.name}
                  onChange={(event) => replace(index, { name: event.currentTarget.value })}
                  error={family.name === '' ? null : faults[index]?.name}
                  classNames={{ input: 'mono' }}
                  required
                  autoComplete="off"
                  spellCheck={false}
                  flex={1}
                />
                <ActionIcon variant="subtle" color="gray" size="lg" mt={24} aria-label={t('decide.removeFamily', { number: index + 1 })} onClick={() => onChange(families.filter((_, place) => place !== index))}>
                  <Icon name="trash" size={16} />
                </ActionIcon>
              </Group>
              <MultiSelect
                label={t('nav.metrics')}
                value={family.metrics}
                onChange={(chosen) => replace(index, { metrics: chosen })}
                data={metrics.filter((metric) => free.includes(metric) || family.metrics.includes(metric))}
                error={faults[index]?.metrics}
              />
              <NativeSelect
                label={t('decide.correction')}
                value={family.correction ?? 'holm'}
                onChange={(event) => replace(index, { correction: event.currentTarget.value as Correction })}
                data={corrections.map((one) => ({ value: one, label: `${t(`correction.${one}`)}: ${t(`correctionWhy.${one}`)}` }))}
              />
            </Stack>
          </div>
        ))}
        {canAddFamily(decision) && free.length > 0 && (
          <Group>
            <Button size="compact-sm" variant="light" leftSection={<Icon name="plus" size={14} />} onClick={() => onChange([...families, newFamily(decision, metrics, free)])}>
              {t('decide.addFamily')}
            </Button>
          </Group>
        )}
      </Stack>
    </div>
  );
}

/** All that is in no family yet, but for guardrails, which no other metric may be with. */
function newFamily(decision: Decision, metrics: readonly string[], free: readonly string[]): Family {
  const names = decision.families?.map((family) => family.name) ?? [];
  let number = names.length + 1;
  while (names.includes(`family-${number}`)) number++;
  const improving = free.filter((metric) => roleOf(decision, metrics, metric) !== 'guardrail');
  return { name: `family-${number}`, metrics: [...(improving.length > 0 ? improving : free)], correction: 'holm' };
}
