import { Anchor, Button, Group, NativeSelect, SimpleGrid, Stack, Text, VisuallyHidden } from '@mantine/core';
import { Fragment, useCallback, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useAudit } from '../../api/queries';
import type { AuditEntry } from '../../api/types';
import { dateTime } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { EnvironmentMark, Tag } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { LongRows } from '../../ui/LongRows';
import { Page } from '../../ui/Page';
import { SearchField } from '../../ui/SearchField';
import { Answer, Empty, LoadMore } from '../../ui/states';
import { ChainPanel } from './ChainPanel';
import { useView } from '../../ui/useView';
import { Table } from '../../ui/Table';

const kinds = [
  'flag.created', 'flag.updated', 'flag.toggled', 'flag.deleted',
  'experiment.created', 'experiment.updated', 'experiment.launched', 'experiment.paused', 'experiment.resumed', 'experiment.stopped', 'experiment.concluded', 'experiment.archived', 'experiment.deleted', 'experiment.conversion',
  'segment.created', 'segment.updated', 'segment.deleted', 'metric.created', 'metric.updated', 'metric.deleted',
  'key.created', 'key.revoked', 'environment.created', 'session.started',
];

/** Who did what, newest first, with the state before and after. */
export function AuditPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const [kind, setKind] = useView('kind');
  const [target, setTarget] = useView('target');
  const [everywhere, setEverywhere] = useView('all');
  const query = useAudit({ environment: everywhere ? undefined : environment, kind: kind || undefined, target: target || undefined });
  const [open, setOpen] = useState<string | null>(null);
  const row = useCallback(
    (entry: AuditEntry) => (
      <Fragment key={entry.id}>
        <Table.Tr>
          <Table.Td>
            <Text size="sm">{dateTime(entry.at)}</Text>
          </Table.Td>
          <Table.Td>
            <Tag>{entry.kind}</Tag>
          </Table.Td>
          <Table.Td className="break">
            <Target entry={entry} />
          </Table.Td>
          <Table.Td className="wide-only break">
            <Text size="sm">{entry.actor}</Text>
          </Table.Td>
          <Table.Td className="right">
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => setOpen(open === entry.id ? null : entry.id)}
              aria-expanded={open === entry.id}
              aria-label={t('audit.detailsOf', { kind: entry.kind, target: entry.target })}
            >
              {t(open === entry.id ? 'action.close' : 'audit.details')}
            </Button>
          </Table.Td>
        </Table.Tr>
        {open === entry.id && (
          <Table.Tr>
            <Table.Td colSpan={5}>
              <Details entry={entry} />
            </Table.Td>
          </Table.Tr>
        )}
      </Fragment>
    ),
    [open, t],
  );
  return (
    <Page title={t('nav.audit')} badges={everywhere ? null : <EnvironmentMark environment={environment} />} lead={t('audit.lead')}>
      <Group gap="sm">
        <SearchField value={target} search={setTarget} label={t('audit.target')} />
        <NativeSelect aria-label={t('audit.kind')} value={kind} onChange={(event) => setKind(event.currentTarget.value)} data={[{ value: '', label: t('audit.anyKind') }, ...new Set([...kinds, ...(kind ? [kind] : [])])]} />
        <NativeSelect
          aria-label={t('nav.environment')}
          value={everywhere}
          onChange={(event) => setEverywhere(event.currentTarget.value)}
          data={[
            { value: '', label: environment },
            { value: 'yes', label: t('audit.everywhere') },
          ]}
        />
      </Group>
      <ChainPanel />
      <Answer query={query}>
        {() => {
          const entries = query.data!.pages.flatMap((page) => page.items);
          if (entries.length === 0) return <Empty icon="audit" title={t('audit.none')} />;
          return (
            <div className="card table-card">
              <Table verticalSpacing={8} horizontalSpacing="md">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('audit.when')}</Table.Th>
                    <Table.Th>{t('audit.what')}</Table.Th>
                    <Table.Th>{t('audit.target')}</Table.Th>
                    <Table.Th className="wide-only">{t('audit.who')}</Table.Th>
                    <Table.Th>
                      <VisuallyHidden>{t('field.actions')}</VisuallyHidden>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <LongRows items={entries} columns={5} render={row} />
              </Table>
              <LoadMore query={query} />
            </div>
          );
        }}
      </Answer>
    </Page>
  );
}

const places: Record<string, string> = { flag: 'flags', experiment: 'experiments', segment: 'segments', metric: 'metrics' };

function Target({ entry }: { entry: AuditEntry }) {
  const place = places[entry.kind.split('.')[0]!];
  if (!place || !entry.environment || entry.kind.endsWith('.deleted')) return <span className="mono">{entry.target}</span>;
  return (
    <Anchor component={Link} to={`/env/${encodeURIComponent(entry.environment)}/${place}/${encodeURIComponent(entry.target)}`} className="mono">
      {entry.target}
    </Anchor>
  );
}

function Details({ entry }: { entry: AuditEntry }) {
  const t = useText();
  const states = [
    ['audit.before', entry.before],
    ['audit.after', entry.after],
  ] as const;
  return (
    <Stack gap="sm" py="xs">
      <dl className="facts">
        <div>
          <dt>{t('audit.who')}</dt>
          <dd>{entry.actor}</dd>
        </div>
        <div>
          <dt>{t('nav.environment')}</dt>
          <dd>{entry.environment ?? '–'}</dd>
        </div>
        <div>
          <dt>{t('audit.request')}</dt>
          <dd className="mono">{entry.request_id ?? '–'}</dd>
        </div>
        {Object.entries(entry.metadata).filter(([, value]) => value !== null).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
      {(entry.before !== undefined || entry.after !== undefined) && (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {states.map(([label, state]) => (
            <div key={label}>
              <Group gap={6} mb={4}>
                <Icon name={label === 'audit.before' ? 'history' : 'right'} size={14} />
                <Text size="sm" fw={600}>
                  {t(label)}
                </Text>
              </Group>
              <pre className="snippet" tabIndex={0} aria-label={t(label)}>
                {state === undefined ? '–' : JSON.stringify(state, null, 2)}
              </pre>
            </div>
          ))}
        </SimpleGrid>
      )}
    </Stack>
  );
}
