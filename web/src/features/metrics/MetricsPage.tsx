import { Anchor, Button, Text } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { metrics, useCan } from '../../api/queries';
import { number } from '../../lib/format';
import { plural, useText } from '../../lib/i18n';
import { EnvironmentMark, Mark, Tag } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { Answer, Empty, LoadMore } from '../../ui/states';
import { Table } from '../../ui/Table';

export function MetricsPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const query = metrics.useList(environment);
  const create = useCan('metrics_write') && (
    <Button component={Link} to="new" leftSection={<Icon name="plus" size={16} />}>
      {t('metrics.create')}
    </Button>
  );
  return (
    <Page title={t('nav.metrics')} badges={<EnvironmentMark environment={environment} />} lead={t('metrics.lead')} actions={create}>
      <Answer query={query}>
        {() => {
          const items = query.data!.pages.flatMap((page) => page.items);
          if (items.length === 0)
            return (
              <Empty icon="metric" title={t('metrics.none')} action={create || undefined}>
                {t('metrics.noneHint')}
              </Empty>
            );
          return (
            <div className="card table-card">
              <Table verticalSpacing="sm" horizontalSpacing="md">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('metrics.metric')}</Table.Th>
                    <Table.Th>{t('metrics.type')}</Table.Th>
                    <Table.Th>{t('metrics.event')}</Table.Th>
                    <Table.Th>{t('metrics.goal')}</Table.Th>
                    <Table.Th className="wide-only">{t('metrics.window')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((metric) => (
                    <Table.Tr key={metric.key}>
                      <Table.Td>
                        <Anchor component={Link} to={encodeURIComponent(metric.key)} fw={600} className="mono break">
                          {metric.key}
                        </Anchor>
                        {metric.description && (
                          <Text size="sm" c="dimmed">
                            {metric.description}
                          </Text>
                        )}
                      </Table.Td>
                      <Table.Td>
                        <Tag>{t(`metrics.type.${metric.type}`)}</Tag>
                      </Table.Td>
                      <Table.Td className="mono break">{metric.denominator_event ? `${metric.event} / ${metric.denominator_event}` : metric.event}</Table.Td>
                      <Table.Td>
                        <Mark tone="quiet" icon={metric.goal === 'decrease' ? 'down' : 'up'}>
                          {t(`metrics.goal.${metric.goal}`)}
                        </Mark>
                      </Table.Td>
                      <Table.Td className="wide-only">{plural(t, 'metrics.days', metric.window_days, { count: number(metric.window_days) })}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              <LoadMore query={query} />
            </div>
          );
        }}
      </Answer>
    </Page>
  );
}
