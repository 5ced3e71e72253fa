import { Group, NativeSelect, NumberInput, Stack, Text } from '@mantine/core';
import type { Flag, Serve } from '../../api/types';
import { percent } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { sameJson } from '../../lib/json';
import { ShareField } from '../../ui/ShareField';
import { onVariantOf, variantServed, variantsOf } from './draft';

type Kind = 'variant' | 'rollout' | 'split' | 'experiment';

function kindOf(serve: Serve): Kind {
  if (typeof serve === 'object' && serve !== null && !Array.isArray(serve) && Object.keys(serve).length === 1) {
    if (typeof serve['rollout'] === 'number') return 'rollout';
    if (typeof serve['experiment'] === 'string') return 'experiment';
    if (typeof serve['split'] === 'object' && serve['split'] !== null) return 'split';
  }
  return 'variant';
}

/** What a rule serves: a variant, a share, a split or an experiment. */
export function ServeEditor({ draft, value, people, experiments, onChange }: { draft: Flag; value: Serve; people: number | undefined; experiments: string[]; onChange: (serve: Serve) => void }) {
  const t = useText();
  const kind = kindOf(value);
  const variants = variantsOf(draft);
  const change = (next: Kind) => {
    if (next === 'variant') onChange(onVariantOf(draft));
    else if (next === 'rollout') onChange({ rollout: 50 });
    else if (next === 'experiment') onChange({ experiment: experiments[0] ?? '' });
    else onChange({ split: Object.fromEntries(variants.map((variant) => [variant.key, 1])) });
  };
  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-end">
        <NativeSelect
          label={t('serve.label')}
          value={kind}
          onChange={(event) => change(event.currentTarget.value as Kind)}
          data={[
            { value: 'variant', label: t('serve.variant') },
            { value: 'rollout', label: t('serve.rollout') },
            { value: 'split', label: t('serve.split') },
            { value: 'experiment', label: t('serve.experiment'), disabled: experiments.length === 0 },
          ]}
        />
        {kind === 'variant' && (
          <NativeSelect
            aria-label={t('flag.variant')}
            value={variantServed(draft, value) ?? ''}
            onChange={(event) => onChange(event.currentTarget.value)}
            data={[
              ...(variantServed(draft, value) === null ? [{ value: '', label: JSON.stringify(value), disabled: true }] : []),
              ...variants.map((variant) => ({ value: variant.key, label: sameJson(variant.key, variant.value) ? variant.key : `${variant.key} = ${JSON.stringify(variant.value)}` })),
            ]}
          />
        )}
        {kind === 'experiment' && (
          <NativeSelect
            aria-label={t('serve.experiment')}
            value={(value as { experiment: string }).experiment}
            onChange={(event) => onChange({ experiment: event.currentTarget.value })}
            data={[...new Set([...experiments, (value as { experiment: string }).experiment])]}
          />
        )}
      </Group>
      {kind === 'rollout' && (
        <ShareField label={t('serve.rolloutLabel', { variant: onVariantOf(draft) })} value={(value as { rollout: number }).rollout} onChange={(rollout) => onChange({ rollout })} people={people} />
      )}
      {kind === 'split' && <SplitFields draft={draft} split={(value as { split: Record<string, number> }).split} onChange={(split) => onChange({ split })} />}
    </Stack>
  );
}

function SplitFields({ draft, split, onChange }: { draft: Flag; split: Record<string, number>; onChange: (split: Record<string, number>) => void }) {
  const t = useText();
  const sum = Object.values(split).reduce((total, weight) => total + weight, 0);
  return (
    <Stack gap={6}>
      {variantsOf(draft).map((variant) => (
        <Group key={variant.key} gap="sm">
          <NumberInput
            label={t('serve.weight', { variant: variant.key })}
            value={split[variant.key] ?? 0}
            min={0}
            w={160}
            onChange={(weight) => typeof weight === 'number' && onChange({ ...split, [variant.key]: weight })}
          />
          <Text size="sm" c="dimmed" mt="lg">
            {sum > 0 ? percent((split[variant.key] ?? 0) / sum) : ''}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
