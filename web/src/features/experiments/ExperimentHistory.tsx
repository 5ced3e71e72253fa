import { Stack, Text } from '@mantine/core';
import { useAudit } from '../../api/queries';
import type { AuditEntry } from '../../api/types';
import { dateTime, relative } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Answer, Empty, LoadMore } from '../../ui/states';
import { useNow } from '../../ui/useNow';
import { happened } from './happened';

/** What happened to the experiment, newest first; single conversions are left to the audit log. */
export function ExperimentHistory({ environment, experimentKey }: { environment: string; experimentKey: string }) {
  const t = useText();
  const query = useAudit({ environment, target: experimentKey });
  return (
    <Answer query={query}>
      {() => {
        const entries = query.data!.pages.flatMap((page) => page.items).filter((entry) => entry.kind.startsWith('experiment.') && entry.kind !== 'experiment.conversion');
        if (entries.length === 0) return <Empty icon="history" title={t('history.none')} />;
        return (
          <div className="card">
            <Stack gap="md" component="ol" className="bare-list" aria-label={t('flag.tab.history')}>
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </Stack>
            <LoadMore query={query} />
          </div>
        );
      }}
    </Answer>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const t = useText();
  const now = useNow();
  const { what, facts } = happened(t, entry);
  return (
    <li>
      <Text size="sm">
        <strong>{what}</strong> · {entry.actor}
        <Text span c="dimmed">
          {' '}
          · {relative(entry.at, now)} · {dateTime(entry.at)}
        </Text>
      </Text>
      {facts.map((fact) => (
        <Text key={fact} size="sm" c="dimmed" className="break">
          {fact}
        </Text>
      ))}
    </li>
  );
}
