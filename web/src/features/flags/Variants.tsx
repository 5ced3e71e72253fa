import { ActionIcon, Button, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import type { Flag, Variant } from '../../api/types';
import { useText } from '../../lib/i18n';
import { Icon } from '../../ui/icons';
import { JsonField } from '../../ui/JsonField';
import { Section } from '../../ui/Page';
import { offVariantOf, onVariantOf, variantsOf } from './draft';

/** The values that the flag can have. */
export function Variants({ draft, set }: { draft: Flag; set: (change: Partial<Flag>) => void }) {
  const t = useText();
  const variants = variantsOf(draft);
  const keys = variants.map((variant) => variant.key);
  const replace = (index: number, variant: Variant) => {
    const old = variants[index]!.key;
    set({
      variants: variants.map((one, i) => (i === index ? variant : one)),
      ...(variant.key !== old && offVariantOf(draft) === old ? { off_variant: variant.key } : {}),
      ...(variant.key !== old && onVariantOf(draft) === old ? { on_variant: variant.key } : {}),
    });
  };
  const fresh = (): string => {
    let number = variants.length + 1;
    while (keys.includes(`variant-${number}`)) number++;
    return `variant-${number}`;
  };
  return (
    <Section title={t('flag.variants')} hint={t('flag.variantsHint')}>
      <Stack gap="sm">
        {variants.map((variant, index) => (
          <Group key={index} gap="sm" align="flex-end" role="group" aria-label={t('flag.variantNumber', { number: index + 1 })} className="variant">
            <TextInput
              label={t('field.key')}
              value={variant.key}
              onChange={(event) => replace(index, { ...variant, key: event.currentTarget.value })}
              error={keys.indexOf(variant.key) !== index ? t('flag.variantTwice') : null}
              classNames={{ input: 'mono' }}
              flex="1 1 140px"
            />
            <VariantValue flag={draft} variant={variant} onChange={(value) => replace(index, { ...variant, value })} />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              disabled={variants.length <= 2 && draft.type === 'boolean'}
              aria-label={t('flag.removeVariant', { variant: variant.key })}
              onClick={() => set({ variants: variants.filter((_, i) => i !== index) })}
            >
              <Icon name="trash" size={16} />
            </ActionIcon>
          </Group>
        ))}
        {draft.type !== 'boolean' && (
          <Button
            variant="light"
            w="fit-content"
            leftSection={<Icon name="plus" size={15} />}
            onClick={() => set({ variants: [...variants, { key: fresh(), value: draft.type === 'number' ? 0 : draft.type === 'string' ? '' : {} }] })}
          >
            {t('flag.addVariant')}
          </Button>
        )}
        <Group gap="sm" align="flex-end">
          <NativeSelect label={t('flag.onVariant')} value={onVariantOf(draft)} onChange={(event) => set({ on_variant: event.currentTarget.value })} data={keys} />
          <NativeSelect label={t('flag.offVariant')} value={offVariantOf(draft)} onChange={(event) => set({ off_variant: event.currentTarget.value })} data={keys} />
        </Group>
        <Text size="sm" c="dimmed">
          {t('flag.onOffHint')}
        </Text>
      </Stack>
    </Section>
  );
}

function VariantValue({ flag, variant, onChange }: { flag: Flag; variant: Variant; onChange: (value: Variant['value']) => void }) {
  const t = useText();
  const label = t('field.value');
  switch (flag.type) {
    case 'boolean':
      return <TextInput label={label} value={String(variant.value)} readOnly classNames={{ input: 'mono' }} flex="2 1 180px" />;
    case 'number':
      return (
        <NumberInput label={label} value={typeof variant.value === 'number' ? variant.value : ''} onChange={(value) => typeof value === 'number' && onChange(value)} flex="2 1 180px" />
      );
    case 'string':
      return <TextInput label={label} value={String(variant.value)} onChange={(event) => onChange(event.currentTarget.value)} flex="2 1 180px" />;
    default:
      return (
        <div className="variant-json">
          <JsonField label={label} value={variant.value} onChange={(value) => onChange(value as Variant['value'])} minRows={2} />
        </div>
      );
  }
}
