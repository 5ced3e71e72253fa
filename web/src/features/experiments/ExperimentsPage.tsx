import { Anchor, Button, Group, NativeSelect, Text } from '@mantine/core';
import { memo, useCallback, useMemo } from 'react';
import { Link, useParams } from 'react-router';
import { useExperiments } from '../../api/experiments';
import { useCan } from '../../api/queries';
import type { Experiment } from '../../api/types';
import { date, number } from '../../lib/format';
import { plural, useText } from '../../lib/i18n';
import { EnvironmentMark, ExperimentStatusMark, Tag } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { LongRows } from '../../ui/LongRows';
import { Page } from '../../ui/Page';
import { SearchField } from '../../ui/SearchField';
import { Answer, Empty, LoadMore } from '../../ui/states';
import { useNow } from '../../ui/useNow';
import { useView } from '../../ui/useView';
import { Table } from '../../ui/Table';
import { VerdictMark } from './VerdictMark';

const statuses = ['draft', 'running', 'paused', 'stopped', 'archived'] as const;

export function ExperimentsPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const [q, setQ] = useView('q');
  const [status, setStatus] = useView('status');
  const query = useExperiments(environment, { q: q || undefined, status: status || undefined });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const create = useCan('experiments_write') && (
    <Button component={Link} to="new" leftSection={<Icon name="plus" size={16} />}>
      {t('experiments.create')}
    </Button>
  );
  return (
    <Page title={t('nav.experiments')} badges={<EnvironmentMark environment={environment} />} lead={t('experiments.lead')} actions={create}>
      <Group gap="sm">
        <SearchField value={q} search={setQ} label={t('experiments.search')} />
        <NativeSelect
          aria-label={t('experiments.filterStatus')}
          value={status}
          onChange={(event) => setStatus(event.currentTarget.value)}
          data={[{ value: '', label: t('experiments.anyStatus') }, ...statuses.map((one) => ({ value: one, label: t(`status.${one}`) }))]}
        />
        <Text size="sm" c="dimmed" role="status">
          {query.data ? `${plural(t, 'experiments.count', items.length)}${query.hasNextPage ? '+' : ''}` : ''}
        </Text>
      </Group>
      <Answer query={query}>
        {() =>
          items.length === 0 ? (
            q || status ? (
              <Empty icon="search" title={t('experiments.noneFound')}>
                {t('state.tryOtherWords')}
              </Empty>
            ) : (
              <Empty icon="experiment" title={t('experiments.none')} action={create || undefined}>
                {t('experiments.noneHint')}
              </Empty>
            )
          ) : (
            <>
              <ExperimentTable items={items} />
              <LoadMore query={query} />
            </>
          )
        }
      </Answer>
    </Page>
  );
}

function ExperimentTable({ items }: { items: Experiment[] }) {
  const t = useText();
  const now = useNow();
  const row = useCallback((one: Experiment) => <ExperimentRow key={one.key} one={one} now={now} />, [now]);
  return (
    <div className="card table-card">
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover className="numbers">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('experiments.experiment')}</Table.Th>
            <Table.Th>{t('experiments.status')}</Table.Th>
            <Table.Th>{t('experiments.verdict')}</Table.Th>
            <Table.Th className="wide-only">{t('experiments.unit')}</Table.Th>
            <Table.Th className="wide-only">{t('experiments.variants')}</Table.Th>
            <Table.Th className="wide-only right">{t('experiments.assignments')}</Table.Th>
            <Table.Th className="wide-only">{t('experiments.time')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <LongRows items={items} columns={7} render={row} />
      </Table>
    </div>
  );
}

const ExperimentRow = memo(function ExperimentRow({ one, now }: { one: Experiment; now: number }) {
  const t = useText();
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={encodeURIComponent(one.key)} fw={600} className="mono break">
          {one.key}
        </Anchor>
        {one.description && (
          <Text size="sm" c="dimmed" lineClamp={2}>
            {one.description}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <ExperimentStatusMark status={one.status} />
      </Table.Td>
      <Table.Td>
        <VerdictMark experiment={one} now={now} />
      </Table.Td>
      <Table.Td className="wide-only">
        <Text size="sm">{one.unit}</Text>
        <Text size="xs" c="dimmed">
          {t(`assignment.${one.assignment}`)}
        </Text>
      </Table.Td>
      <Table.Td className="wide-only">
        <Group gap={4}>
          {one.variants.map((variant) => (
            <Tag key={variant.key}>{variant.key}</Tag>
          ))}
        </Group>
      </Table.Td>
      <Table.Td className="wide-only right">{typeof one.assignments === 'number' ? number(one.assignments) : ''}</Table.Td>
      <Table.Td className="wide-only">
        <Text size="sm" c="dimmed">
          {timeText(t, one, now)}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
});

const day = 86_400_000;

function timeText(t: ReturnType<typeof useText>, one: Experiment, now: number): string {
  if (one.stopped_at) return t('experiments.ended', { date: date(one.stopped_at) });
  if (one.started_at && one.stop_at) {
    const left = Math.max(0, Math.ceil((new Date(one.stop_at).getTime() - now) / day));
    return plural(t, 'experiments.left', left);
  }
  if (one.started_at && one.status === 'paused') return t('experiments.launched', { date: date(one.started_at) });
  if (one.started_at) return plural(t, 'experiments.running', Math.floor((now - new Date(one.started_at).getTime()) / day));
  if (one.start_at) return t('experiments.starts', { date: date(one.start_at) });
  return t('experiments.made', { date: date(one.created_at) });
}
