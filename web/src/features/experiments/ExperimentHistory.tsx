import { Group, Stack, Text } from '@mantine/core';
import { useAudit } from '../../api/queries';
import { dateTime, relative } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Tag } from '../../ui/Badges';
import { Answer, Empty, LoadMore } from '../../ui/states';
import { useNow } from '../../ui/useNow';

/** What happened to the experiment, newest first; single conversions are left to the audit log. */
export function ExperimentHistory({ environment, experimentKey }: { environment: string; experimentKey: string }) {
  const t = useText();
  const now = useNow();
  const query = useAudit({ environment, target: experimentKey });
  return (
    <Answer query={query}>
      {() => {
        const entries = query.data!.pages.flatMap((page) => page.items).filter((entry) => entry.kind.startsWith('experiment.') && entry.kind !== 'experiment.conversion');
        if (entries.length === 0) return <Empty icon="history" title={t('history.none')} />;
        return (
          <div className="card">
            <Stack gap="sm">
              {entries.map((entry) => (
                <Group key={entry.id} gap="sm">
                  <Tag>{entry.kind}</Tag>
                  <Text size="sm">
                    <strong>{entry.actor}</strong>
                  </Text>
                  <Text size="sm" c="dimmed">
                    {relative(entry.at, now)} · {dateTime(entry.at)}
                  </Text>
                  {Object.entries(entry.metadata).map(([name, value]) => (
                    <Text key={name} size="sm" c="dimmed">
                      {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
                    </Text>
                  ))}
                </Group>
              ))}
            </Stack>
            <LoadMore query={query} />
          </div>
        );
      }}
    </Answer>
  );
}
