import { Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useRecentContexts } from '../../api/contexts';
import type { Context } from '../../api/types';
import { relative } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { useNow } from '../../ui/useNow';

const ids = ['user_id', 'team_id', 'visitor_id', 'targeting_key'];

/** "user-7 · pro, DE": the id that people look for, then what else is known. */
function label(context: Context): string {
  const own = ids.map((name) => context[name]).filter((id) => id !== undefined);
  const rest = Object.entries(context).filter(([name]) => !ids.includes(name));
  return [own.join(' / '), rest.map(([, value]) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ')].filter(Boolean).join(' · ');
}

/** Takes one of the contexts that applications sent lately. */
export function SeenContexts({ environment, take }: { environment: string; take: (context: Context) => void }) {
  const t = useText();
  const now = useNow();
  const [typed, setTyped] = useState('');
  const [wanted] = useDebouncedValue(typed, 250);
  const query = useRecentContexts(environment, wanted);
  const items = query.data?.items ?? [];
  if (query.data && wanted === '' && items.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('try.noneSeen')}
      </Text>
    );
  return (
    <Select
      label={t('try.seen')}
      placeholder={t('try.seenFind')}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      value={null}
      // What fits is the server's to say; here is only its order.
      filter={({ options }) => options}
      data={items.map((item, index) => ({ value: String(index), label: label(item.context) }))}
      renderOption={({ option }) => (
        <span>
          <span className="mono break">{option.label}</span>
          <Text size="xs" c="dimmed">
            {relative(items[Number(option.value)]?.seen_at ?? new Date(now).toISOString(), now)}
          </Text>
        </span>
      )}
      onChange={(index) => {
        const item = index === null ? undefined : items[Number(index)];
        if (item) take(item.context);
        setTyped('');
      }}
      nothingFoundMessage={t('try.seenNone')}
      maxDropdownHeight={320}
    />
  );
}
