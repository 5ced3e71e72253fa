import { ActionIcon, Button, Menu, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useKeys, useRevokeKey, useRotateKey } from '../../api/keys';
import { useCan } from '../../api/queries';
import type { ApiKey } from '../../api/types';
import { dateTime, relative } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { EnvironmentMark, Mark } from '../../ui/Badges';
import { Confirm } from '../../ui/Confirm';
import { Icon } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { Rotate } from '../../ui/Rotate';
import { Answer, Empty, LoadMore } from '../../ui/states';
import { done } from '../../ui/toast';
import { Table } from '../../ui/Table';
import { useNow } from '../../ui/useNow';
import { NewKey } from './NewKey';

/** The keys of the environment's applications. A key's secret is shown once, when it is made. */
export function KeysPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const mayWrite = useCan('keys_write');
  const query = useKeys(environment);
  const revoke = useRevokeKey(environment);
  const rotate = useRotateKey(environment);
  const [creating, setCreating] = useState(false);
  const [doomed, setDoomed] = useState<ApiKey | null>(null);
  const [turned, setTurned] = useState<ApiKey | null>(null);
  const create = mayWrite && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setCreating(true)}>
      {t('keys.create')}
    </Button>
  );
  return (
    <Page title={t('nav.keys')} badges={<EnvironmentMark environment={environment} />} lead={t('keys.lead')} actions={create}>
      <Answer query={query}>
        {() => {
          const keys = query.data!.pages.flatMap((page) => page.items);
          if (keys.length === 0)
            return (
              <Empty icon="key" title={t('keys.none')} action={create || undefined}>
                {t('keys.noneHint')}
              </Empty>
            );
          return (
            <div className="card table-card">
              <Table verticalSpacing="sm" horizontalSpacing="md">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('field.name')}</Table.Th>
                    <Table.Th>{t('keys.lastUsed')}</Table.Th>
                    <Table.Th className="wide-only">{t('keys.hint')}</Table.Th>
                    <Table.Th className="wide-only">{t('keys.created')}</Table.Th>
                    <Table.Th>
                      <VisuallyHidden>{t('field.actions')}</VisuallyHidden>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {keys.map((key) => (
                    <KeyRow key={key.id} apiKey={key} replaces={keys.find((one) => one.id === key.replaces)} mayWrite={mayWrite} rotate={() => setTurned(key)} revoke={() => setDoomed(key)} />
                  ))}
                </Table.Tbody>
              </Table>
              <LoadMore query={query} />
            </div>
          );
        }}
      </Answer>
      {creating && <NewKey environment={environment} close={() => setCreating(false)} />}
      {turned && (
        <Rotate
          name={turned.name}
          label={t('keys.key')}
          warning={t('keys.once')}
          rotate={async (hours) => (await rotate.mutateAsync({ id: turned.id, hours })).key}
          close={() => setTurned(null)}
        />
      )}
      <Confirm
        opened={doomed !== null}
        close={() => setDoomed(null)}
        title={t('keys.revokeTitle', { name: doomed?.name ?? '' })}
        confirm={t('keys.revoke')}
        danger
        run={async () => {
          await revoke.mutateAsync(doomed!.id);
          done(t('keys.revoked', { name: doomed!.name }));
        }}
      >
        <EnvironmentMark environment={environment} /> {t('keys.revokeText')}
      </Confirm>
    </Page>
  );
}

function KeyRow({ apiKey, replaces, mayWrite, rotate, revoke }: { apiKey: ApiKey; replaces: ApiKey | undefined; mayWrite: boolean; rotate: () => void; revoke: () => void }) {
  const t = useText();
  const now = useNow();
  const ended = apiKey.expires_at !== null && new Date(apiKey.expires_at).getTime() <= now;
  return (
    <Table.Tr>
      <Table.Td className="break">
        {apiKey.name}{' '}
        <Mark tone={apiKey.kind === 'server' ? 'warn' : 'info'} icon={apiKey.kind === 'server' ? 'shield' : 'key'}>
          {t(`keys.kind.${apiKey.kind}`)}
        </Mark>
        {apiKey.expires_at && (
          <Text size="sm" c="dimmed" title={dateTime(apiKey.expires_at)}>
            {t(ended ? 'keys.ended' : 'keys.expires', { when: relative(apiKey.expires_at, now) })}
          </Text>
        )}
        {replaces && (
          <Text size="sm" c="dimmed">
            {t('keys.replaces', { hint: replaces.hint })}
          </Text>
        )}
        {apiKey.origins && (
          <Text size="sm" c="dimmed">
            {t('keys.onlyFrom', { origins: apiKey.origins.join(', ') })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm" {...(apiKey.last_used_at ? { title: dateTime(apiKey.last_used_at) } : { c: 'dimmed' })}>
          {apiKey.last_used_at ? relative(apiKey.last_used_at, now) : t('keys.unused')}
        </Text>
      </Table.Td>
      <Table.Td className="mono wide-only nowrap">…{apiKey.hint}</Table.Td>
      <Table.Td className="wide-only">
        <Text size="sm" c="dimmed">
          {t('keys.by', { when: dateTime(apiKey.created_at), who: apiKey.created_by })}
        </Text>
      </Table.Td>
      <Table.Td className="right">
        {mayWrite && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`${t('action.moreActions')}: ${apiKey.name} …${apiKey.hint}`}>
                <Icon name="more" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {!ended && (
                <Menu.Item leftSection={<Icon name="refresh" size={15} />} onClick={rotate}>
                  {t('rotate.open')}
                </Menu.Item>
              )}
              <Menu.Item color="red" leftSection={<Icon name="trash" size={15} />} onClick={revoke}>
                {t('keys.revoke')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
