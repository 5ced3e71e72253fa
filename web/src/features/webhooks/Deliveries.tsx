import { Button, Drawer, Text, VisuallyHidden } from '@mantine/core';
import { useDeliveries, useReplayDelivery } from '../../api/webhooks';
import type { Delivery, Webhook } from '../../api/types';
import { dateTime } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Mark, Tag } from '../../ui/Badges';
import { Answer, Empty, problemText } from '../../ui/states';
import { Table } from '../../ui/Table';
import { done, failed } from '../../ui/toast';

const tones = { pending: 'info', delivered: 'good', failed: 'bad' } as const;

/** What was sent, and what the receiver said. */
export function Deliveries({ webhook, mayWrite, close }: { webhook: Webhook; mayWrite: boolean; close: () => void }) {
  const t = useText();
  const query = useDeliveries(webhook.id);
  return (
    <Drawer opened onClose={close} title={t('webhooks.log', { name: webhook.name })} position="right" size="xl" closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Answer query={query}>
        {() =>
          query.data!.items.length === 0 ? (
            <Empty icon="right" title={t('webhooks.logNone')} />
          ) : (
            <Table horizontalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('audit.when')}</Table.Th>
                  <Table.Th>{t('audit.what')}</Table.Th>
                  <Table.Th>{t('webhooks.answer')}</Table.Th>
                  <Table.Th>
                    <VisuallyHidden>{t('field.actions')}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {query.data!.items.map((delivery) => (
                  <DeliveryRow key={delivery.id} webhook={webhook} delivery={delivery} mayWrite={mayWrite} />
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Answer>
    </Drawer>
  );
}

function DeliveryRow({ webhook, delivery, mayWrite }: { webhook: Webhook; delivery: Delivery; mayWrite: boolean }) {
  const t = useText();
  const replay = useReplayDelivery(webhook.id);
  const again = () => {
    replay
      .mutateAsync(delivery.id)
      .then(() => done(t('webhooks.replayed')))
      .catch((error: unknown) => failed(problemText(t, error)));
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm">{dateTime(delivery.created_at)}</Text>
      </Table.Td>
      <Table.Td>
        <Tag>{delivery.kind}</Tag>
      </Table.Td>
      <Table.Td className="break">
        <Mark tone={tones[delivery.status]}>{t(`webhooks.status.${delivery.status}`)}</Mark> {delivery.answer_status}
        {delivery.answer_error && (
          <Text size="xs" c="dimmed" lineClamp={2}>
            {delivery.answer_error}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="right">
        {mayWrite && (
          <Button size="compact-sm" variant="subtle" loading={replay.isPending} onClick={again}>
            {t('webhooks.replay')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
