import { Anchor, Button, Group, NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useAllExperiments } from '../../api/experiments';
import { useRecentEvents } from '../../api/queries';
import type { RecentEvent } from '../../api/types';
import { dateTime, number, relative } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { EnvironmentMark, Mark, Tag } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { SearchField } from '../../ui/SearchField';
import { Answer, Empty } from '../../ui/states';
import { Table } from '../../ui/Table';
import { useNow } from '../../ui/useNow';
import { useView } from '../../ui/useView';

/** What arrives now: the end of the event log, followed. */
export function LivePage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const [unit, setUnit] = useView('unit');
  const [name, setName] = useView('event');
  const [flag, setFlag] = useView('flag');
  const [experiment, setExperiment] = useView('experiment');
  const [listening, setListening] = useState(true);
  const experiments = useAllExperiments(environment);
  const query = useRecentEvents(environment, { unit: unit || undefined, name: name || undefined, flag: flag || undefined, experiment: experiment || undefined }, listening);
  const filtered = unit !== '' || name !== '' || flag !== '' || experiment !== '';
  return (
    <Page
      title={t('nav.live')}
      badges={<EnvironmentMark environment={environment} />}
      lead={t('live.lead')}
      actions={
        <Button variant="default" leftSection={<Icon name={listening ? 'pause' : 'play'} size={15} />} onClick={() => setListening(!listening)}>
          {t(listening ? 'live.pause' : 'live.resume')}
        </Button>
      }
    >
      <Group gap="sm">
        <SearchField value={unit} search={setUnit} label={t('live.unit')} />
        <SearchField value={name} search={setName} label={t('live.event')} />
        <SearchField value={flag} search={setFlag} label={t('live.flag')} />
        <NativeSelect
          aria-label={t('live.experiment')}
          value={experiment}
          onChange={(event) => setExperiment(event.currentTarget.value)}
          data={[{ value: '', label: t('live.anyExperiment') }, ...(experiments.data?.map((one) => one.key) ?? [])]}
        />
        <Mark tone={listening ? 'good' : 'quiet'} icon={listening ? 'live' : 'pause'}>
          {t(listening ? 'live.listening' : 'live.paused')}
        </Mark>
      </Group>
      <Answer query={query}>
        {() => {
          const events = query.data!.items;
          if (events.length > 0) return <EventTable events={events} environment={environment} />;
          return filtered ? (
            <Empty icon="search" title={t('live.noneFound')}>
              {t('live.noneFoundHint')}
            </Empty>
          ) : (
            <Empty
              icon="live"
              title={t('live.none')}
              action={
                <Button component={Link} to="../start" variant="default">
                  {t('nav.start')}
                </Button>
              }
            >
              {t('live.noneHint')}
            </Empty>
          );
        }}
      </Answer>
    </Page>
  );
}

function EventTable({ events, environment }: { events: RecentEvent[]; environment: string }) {
  const t = useText();
  const now = useNow(5000);
  return (
    <div className="card table-card">
      <Table verticalSpacing={8} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={130}>{t('live.when')}</Table.Th>
            <Table.Th>{t('live.what')}</Table.Th>
            <Table.Th>{t('live.who')}</Table.Th>
            <Table.Th className="wide-only">{t('live.detail')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <Table.Tr key={event.id}>
              <Table.Td>
                <Text size="sm" title={dateTime(event.timestamp)}>
                  {relative(event.timestamp, now)}
                </Text>
              </Table.Td>
              <Table.Td>
                <Group gap={6}>
                  <Tag>{event.conversion_event ? `${event.event} · ${event.conversion_event}` : event.event}</Tag>
                  {event.experiment_slug && (
                    <Anchor component={Link} size="sm" to={`/env/${encodeURIComponent(environment)}/experiments/${encodeURIComponent(event.experiment_slug)}`} className="mono break">
                      {t('live.showsVariant', { experiment: event.experiment_slug, variant: event.variant ?? '–' })}
                    </Anchor>
                  )}
                  {event.synthetic && <Mark tone="warn">{t('live.synthetic')}</Mark>}
                </Group>
              </Table.Td>
              <Table.Td className="mono break">{[event.user_id, event.team_id, event.visitor_id].filter(Boolean).join(' · ') || '–'}</Table.Td>
              <Table.Td className="wide-only">
                <Text size="sm" c="dimmed" className="break" lineClamp={2}>
                  {[event.value === null ? '' : t('live.value', { value: number(event.value, 4) }), event.properties === null ? '' : JSON.stringify(event.properties)].filter(Boolean).join(' · ')}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
