import { Anchor, Button, Text } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { segments, useCan } from '../../api/queries';
import { dateTime } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { conditionText } from '../../lib/sentences';
import { EnvironmentMark } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { Answer, Empty, LoadMore } from '../../ui/states';
import { Table } from '../../ui/Table';

export function SegmentsPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const query = segments.useList(environment);
  const create = useCan('segments_write') && (
    <Button component={Link} to="new" leftSection={<Icon name="plus" size={16} />}>
      {t('segments.create')}
    </Button>
  );
  return (
    <Page title={t('nav.segments')} badges={<EnvironmentMark environment={environment} />} lead={t('segments.lead')} actions={create}>
      <Answer query={query}>
        {() => {
          const items = query.data!.pages.flatMap((page) => page.items);
          if (items.length === 0)
            return (
              <Empty icon="segment" title={t('segments.none')} action={create || undefined}>
                {t('segments.noneHint')}
              </Empty>
            );
          return (
            <div className="card table-card">
              <Table verticalSpacing="sm" horizontalSpacing="md">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('segments.segment')}</Table.Th>
                    <Table.Th>{t('segments.who')}</Table.Th>
                    <Table.Th className="wide-only">{t('field.updated')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((segment) => (
                    <Table.Tr key={segment.key}>
                      <Table.Td>
                        <Anchor component={Link} to={encodeURIComponent(segment.key)} fw={600} className="mono break">
                          {segment.key}
                        </Anchor>
                        {segment.description && (
                          <Text size="sm" c="dimmed">
                            {segment.description}
                          </Text>
                        )}
                      </Table.Td>
                      <Table.Td>
                        <Text size="sm">{conditionText(t, segment.if)}</Text>
                      </Table.Td>
                      <Table.Td className="wide-only">
                        <Text size="sm" c="dimmed">
                          {dateTime(segment.updated_at)}
                        </Text>
                      </Table.Td>
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
