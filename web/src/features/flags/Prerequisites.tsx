import { ActionIcon, Button, Group, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useFlag, useFlags } from '../../api/queries';
import type { Flag, Prerequisite } from '../../api/types';
import { useText } from '../../lib/i18n';
import { Icon } from '../../ui/icons';
import { onVariantOf, variantsOf } from './draft';

interface PrerequisitesProps {
  environment: string;
  draft: Flag;
  set: (change: Partial<Flag>) => void;
}

/** Other flags that must have certain variants, or this one is off. */
export function Prerequisites({ environment, draft, set }: PrerequisitesProps) {
  const t = useText();
  const [adding, setAdding] = useState(false);
  return (
    <Stack gap="xs" mt="xs">
      {draft.prerequisites.map((prerequisite, index) => (
        <Needed
          key={prerequisite.flag}
          environment={environment}
          prerequisite={prerequisite}
          onChange={(next) => set({ prerequisites: draft.prerequisites.map((one, i) => (i === index ? next : one)) })}
          remove={() => set({ prerequisites: draft.prerequisites.filter((_, i) => i !== index) })}
        />
      ))}
      {adding ? (
        <Choose
          environment={environment}
          without={[draft.key, ...draft.prerequisites.map((one) => one.flag)]}
          take={(flag) => {
            set({ prerequisites: [...draft.prerequisites, { flag: flag.key, variants: [onVariantOf(flag)] }] });
            setAdding(false);
          }}
        />
      ) : (
        <Button size="compact-sm" variant="subtle" w="fit-content" leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
          {t('prerequisite.add')}
        </Button>
      )}
    </Stack>
  );
}

function Needed({ environment, prerequisite, onChange, remove }: { environment: string; prerequisite: Prerequisite; onChange: (next: Prerequisite) => void; remove: () => void }) {
  const t = useText();
  const other = useFlag(environment, prerequisite.flag).data?.value;
  return (
    <Group gap="xs" align="flex-end">
      <Text size="sm" pb={8}>
        {t('prerequisite.needs')} <code>{prerequisite.flag}</code> {t('prerequisite.is')}
      </Text>
      <MultiSelect
        aria-label={t('prerequisite.variants', { flag: prerequisite.flag })}
        value={prerequisite.variants}
        data={[...new Set([...(other ? variantsOf(other).map((variant) => variant.key) : []), ...prerequisite.variants])]}
        onChange={(variants) => onChange({ ...prerequisite, variants })}
        error={prerequisite.variants.length === 0 ? t('prerequisite.none') : null}
        flex="1 1 160px"
      />
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('prerequisite.remove', { flag: prerequisite.flag })} onClick={remove}>
        <Icon name="trash" size={16} />
      </ActionIcon>
      {other && !other.enabled && (
        <Text size="xs" c="dimmed">
          {t('prerequisite.off', { flag: other.key })}
        </Text>
      )}
    </Group>
  );
}

function Choose({ environment, without, take }: { environment: string; without: string[]; take: (flag: Flag) => void }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [wanted] = useDebouncedValue(typed.trim(), 200);
  const found = useFlags(environment, { q: wanted || undefined });
  const flags = (found.data?.pages[0]?.items ?? []).filter((flag) => !without.includes(flag.key));
  return (
    <Select
      label={t('prerequisite.choose')}
      placeholder={t('flags.search')}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      value={null}
      // The server has found them already.
      filter={({ options }) => options}
      data={flags.map((flag) => flag.key)}
      onChange={(key) => {
        const flag = flags.find((one) => one.key === key);
        if (flag) take(flag);
      }}
      nothingFoundMessage={t('flags.noneFound')}
    />
  );
}
