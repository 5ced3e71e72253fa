import { ActionIcon, Button, Group, Menu, Switch, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useCan } from '../../api/queries';
import { useDeleteWebhook, useSwitchWebhook, useTestWebhook, useWebhooks } from '../../api/webhooks';
import type { Webhook } from '../../api/types';
import { useText } from '../../lib/i18n';
import { Mark, Tag } from '../../ui/Badges';
import { Confirm } from '../../ui/Confirm';
import { Icon } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { Answer, Empty, problemText } from '../../ui/states';
import { Table } from '../../ui/Table';
import { done, failed } from '../../ui/toast';
import { Deliveries } from './Deliveries';
import { NewWebhook } from './NewWebhook';

/** Who is told of changes, and whether they hear. */
export function WebhooksPage() {
  const t = useText();
  const query = useWebhooks();
  const mayWrite = useCan('webhooks_write');
  const [creating, setCreating] = useState(false);
  const [shown, setShown] = useState<Webhook | null>(null);
  const create = mayWrite && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setCreating(true)}>
      {t('webhooks.create')}
    </Button>
  );
  return (
    <Page title={t('nav.webhooks')} lead={t('webhooks.lead')} actions={create}>
      <Answer query={query}>
        {() =>
          query.data!.length === 0 ? (
            <Empty icon="right" title={t('webhooks.none')} action={create || undefined}>
              {t('webhooks.noneHint')}
            </Empty>
          ) : (
            <div className="card table-card">
              <Table verticalSpacing="sm" horizontalSpacing="md">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th w={92}>{t('webhooks.status')}</Table.Th>
                    <Table.Th>{t('field.name')}</Table.Th>
                    <Table.Th className="wide-only">{t('webhooks.events')}</Table.Th>
                    <Table.Th>
                      <VisuallyHidden>{t('field.actions')}</VisuallyHidden>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {query.data!.map((webhook) => (
                    <WebhookRow key={webhook.id} webhook={webhook} mayWrite={mayWrite} show={() => setShown(webhook)} />
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )
        }
      </Answer>
      {creating && <NewWebhook close={() => setCreating(false)} />}
      {shown && <Deliveries webhook={shown} mayWrite={mayWrite} close={() => setShown(null)} />}
    </Page>
  );
}

function WebhookRow({ webhook, mayWrite, show }: { webhook: Webhook; mayWrite: boolean; show: () => void }) {
  const t = useText();
  const flip = useSwitchWebhook();
  const test = useTestWebhook();
  const remove = useDeleteWebhook();
  const [removing, setRemoving] = useState(false);
  const run = (action: Promise<unknown>, said?: string) => {
    action.then(() => said && done(said)).catch((error: unknown) => failed(problemText(t, error)));
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Switch
          checked={webhook.enabled}
          disabled={!mayWrite || flip.isPending}
          onLabel={t('webhooks.enabled')}
          offLabel={t('webhooks.off')}
          aria-label={t('webhooks.switch', { name: webhook.name })}
          onChange={() => run(flip.mutateAsync({ webhook, enabled: !webhook.enabled }))}
        />
      </Table.Td>
      <Table.Td className="break">
        <Button variant="transparent" size="compact-md" px={0} onClick={show}>
          {webhook.name}
        </Button>
        <Text size="sm" c="dimmed" className="mono">
          {webhook.url}
        </Text>
        <Group gap={6}>
          {webhook.failures > 0 && (
            <Mark tone="warn" icon="warning">
              {t('webhooks.failing', { count: webhook.failures })}
            </Mark>
          )}
          {webhook.pending > 0 && <Mark tone="info">{t('webhooks.pending', { count: webhook.pending })}</Mark>}
        </Group>
      </Table.Td>
      <Table.Td className="wide-only">
        <Group gap={4}>
          {webhook.events.map((event) => (
            <Tag key={event}>{event}</Tag>
          ))}
        </Group>
      </Table.Td>
      <Table.Td className="right">
        {mayWrite && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`${t('action.moreActions')}: ${webhook.name}`}>
                <Icon name="more" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Icon name="play" size={15} />} onClick={() => run(test.mutateAsync(webhook.id), t('webhooks.tested'))}>
                {t('webhooks.test')}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<Icon name="trash" size={15} />} onClick={() => setRemoving(true)}>
                {t('action.delete')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
        <Confirm
          opened={removing}
          close={() => setRemoving(false)}
          title={t('webhooks.deleteTitle', { name: webhook.name })}
          confirm={t('action.delete')}
          danger
          run={async () => {
            await remove.mutateAsync(webhook.id);
            done(t('webhooks.deleted', { name: webhook.name }));
          }}
        >
          {t('webhooks.deleteText')}
        </Confirm>
      </Table.Td>
    </Table.Tr>
  );
}
