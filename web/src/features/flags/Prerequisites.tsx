import { ActionIcon, Button, Group, MultiSelect, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useAllFlags } from '../../api/queries';
import type { Flag, Prerequisite } from '../../api/types';
import { useText } from '../../lib/i18n';
import { Icon } from '../../ui/icons';
import { onVariantOf, variantsOf } from './draft';

interface PrerequisitesProps {
  environment: string;
  draft: Flag;
  flags: Flag[];
  set: (change: Partial<Flag>) => void;
}

/** Other flags that must have certain variants, or this one is off. */
export function Prerequisites({ environment, draft, flags, set }: PrerequisitesProps) {
  const t = useText();
  const [adding, setAdding] = useState(false);
  const all = useAllFlags(environment, adding);
  const others = (all.data ?? flags).filter((flag) => flag.key !== draft.key);
  const replace = (index: number, next: Prerequisite) => set({ prerequisites: draft.prerequisites.map((one, i) => (i === index ? next : one)) });
  const variantsFor = (key: string, chosen: string[]) => {
    const flag = others.find((one) => one.key === key);
    return [...new Set([...(flag ? variantsOf(flag).map((variant) => variant.key) : []), ...chosen])];
  };
  const add = (key: string) => {
    const flag = others.find((one) => one.key === key);
    if (flag) set({ prerequisites: [...draft.prerequisites, { flag: key, variants: [onVariantOf(flag)] }] });
    setAdding(false);
  };
  return (
    <Stack gap="xs" mt="xs">
      {draft.prerequisites.map((prerequisite, index) => {
        const other = others.find((one) => one.key === prerequisite.flag);
        return (
          <Group key={prerequisite.flag} gap="xs" align="flex-end">
            <Text size="sm" pb={8}>
              {t('prerequisite.needs')} <code>{prerequisite.flag}</code> {t('prerequisite.is')}
            </Text>
            <MultiSelect
              aria-label={t('prerequisite.variants', { flag: prerequisite.flag })}
              value={prerequisite.variants}
              data={variantsFor(prerequisite.flag, prerequisite.variants)}
              onChange={(variants) => replace(index, { ...prerequisite, variants })}
              error={prerequisite.variants.length === 0 ? t('prerequisite.none') : null}
              flex="1 1 160px"
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('prerequisite.remove', { flag: prerequisite.flag })}
              onClick={() => set({ prerequisites: draft.prerequisites.filter((_, i) => i !== index) })}
            >
              <Icon name="trash" size={16} />
            </ActionIcon>
            {other && !other.enabled && (
              <Text size="xs" c="dimmed">
                {t('prerequisite.off', { flag: other.key })}
              </Text>
            )}
          </Group>
        );
      })}
      {adding ? (
        <NativeSelect
          label={t('prerequisite.choose')}
          value=""
          onChange={(event) => add(event.currentTarget.value)}
          data={[{ value: '', label: '–' }, ...others.filter((flag) => !draft.prerequisites.some((one) => one.flag === flag.key)).map((flag) => flag.key)]}
        />
      ) : (
        <Button size="compact-sm" variant="subtle" w="fit-content" leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
          {t('prerequisite.add')}
        </Button>
      )}
    </Stack>
  );
}
