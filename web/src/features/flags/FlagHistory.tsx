import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useAudit } from '../../api/queries';
import type { AuditEntry, Flag } from '../../api/types';
import { dateTime, relative } from '../../lib/format';
import { useText, type Translate } from '../../lib/i18n';
import { Icon } from '../../ui/icons';
import { Answer, Empty, LoadMore } from '../../ui/states';
import { useNow } from '../../ui/useNow';
import { blankFlag, changes } from './draft';

/** Who changed what, when; each earlier state can be taken back into the draft. */
export function FlagHistory({ environment, flagKey, live, restore }: { environment: string; flagKey: string; live: Flag; restore?: (old: Flag) => void }) {
  const t = useText();
  const now = useNow();
  const query = useAudit({ environment, target: flagKey });
  return (
    <Answer query={query}>
      {() => {
        const entries = query.data!.pages.flatMap((page) => page.items).filter((entry) => entry.kind.startsWith('flag.'));
        if (entries.length === 0) return <Empty icon="history" title={t('history.none')} />;
        return (
          <Stack gap="sm">
            {entries.map((entry, index) => {
              const state = asFlag(entry.after);
              return (
                <article key={entry.id} className="card" aria-label={`${entry.kind} ${dateTime(entry.at)}`}>
                  <Group justify="space-between" gap="xs" align="flex-start">
                    <div>
                      <Text size="sm">
                        <strong>{entry.actor}</strong>{' '}
                        <Text span c="dimmed" title={dateTime(entry.at)}>
                          {relative(entry.at, now)} · {dateTime(entry.at)}
                        </Text>
                      </Text>
                      <List size="sm" mt={4}>
                        {sentences(t, entry).map((sentence, line) => (
                          <List.Item key={line}>{sentence}</List.Item>
                        ))}
                      </List>
                    </div>
                    {restore && index > 0 && state && (
                      <Button size="xs" variant="default" leftSection={<Icon name="history" size={14} />} onClick={() => restore({ ...blankFlag(live.key, live.type), ...state })}>
                        {t('history.restore')}
                      </Button>
                    )}
                  </Group>
                </article>
              );
            })}
            <LoadMore query={query} />
          </Stack>
        );
      }}
    </Answer>
  );
}

const asFlag = (state: unknown): Flag | null => (typeof state === 'object' && state !== null && 'key' in state ? (state as Flag) : null);

function sentences(t: Translate, entry: AuditEntry): string[] {
  const before = asFlag(entry.before);
  const after = asFlag(entry.after);
  if (!before && after) return [t('history.created')];
  if (before && !after) return [t('history.deleted')];
  if (!before || !after) return [entry.kind];
  const said = changes(t, complete(before), complete(after));
  return said.length > 0 ? said : [t('history.noChange')];
}

// The log holds states as they were written, by versions that may have known fewer members.
const complete = (flag: Flag): Flag => ({ ...blankFlag(flag.key, flag.type ?? 'boolean'), off_variant: null, on_variant: null, ...flag, variants: flag.variants ?? [] });
