import { Alert, Button, Group, Modal, Radio, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useCan, useCreateKey, useKeys, useRevokeKey } from '../../api/queries';
import type { ApiKey } from '../../api/types';
import { dateTime } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { EnvironmentMark, Mark } from '../../ui/Badges';
import { Confirm } from '../../ui/Confirm';
import { Snippet } from '../../ui/Copy';
import { Icon } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { Answer, Empty, FormProblem, LoadMore } from '../../ui/states';
import { done } from '../../ui/toast';
import { Table } from '../../ui/Table';

/** The keys of the environment's applications. A key's secret is shown once, when it is made. */
export function KeysPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const mayWrite = useCan('keys_write');
  const query = useKeys(environment);
  const revoke = useRevokeKey(environment);
  const [creating, setCreating] = useState(false);
  const [doomed, setDoomed] = useState<ApiKey | null>(null);
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
                    <Table.Th>{t('keys.kind')}</Table.Th>
                    <Table.Th className="wide-only">{t('keys.ends')}</Table.Th>
                    <Table.Th className="wide-only">{t('keys.created')}</Table.Th>
                    <Table.Th>
                <VisuallyHidden>{t('field.actions')}</VisuallyHidden>
              </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {keys.map((key) => (
                    <Table.Tr key={key.id}>
                      <Table.Td className="break">{key.name}</Table.Td>
                      <Table.Td>
                        <Mark tone={key.kind === 'server' ? 'warn' : 'info'} icon={key.kind === 'server' ? 'shield' : 'key'}>
                          {t(`keys.kind.${key.kind}`)}
                        </Mark>
                      </Table.Td>
                      <Table.Td className="mono wide-only">…{key.hint}</Table.Td>
                      <Table.Td className="wide-only">
                        <Text size="sm" c="dimmed">
                          {t('keys.by', { when: dateTime(key.created_at), who: key.created_by })}
                        </Text>
                      </Table.Td>
                      <Table.Td className="right">
                        {mayWrite && (
                          <Button size="compact-sm" variant="subtle" color="red" onClick={() => setDoomed(key)} aria-label={t('keys.revokeNamed', { name: key.name })}>
                            {t('keys.revoke')}
                          </Button>
                        )}
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
      {creating && <NewKey environment={environment} close={() => setCreating(false)} />}
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

function NewKey({ environment, close }: { environment: string; close: () => void }) {
  const t = useText();
  const [kind, setKind] = useState<'server' | 'client'>('server');
  const [name, setName] = useState('');
  const create = useCreateKey(environment);
  return (
    <Modal opened onClose={close} title={t('keys.create')} closeOnClickOutside={!create.data} closeButtonProps={{ 'aria-label': t('action.close') }}>
      {create.data ? (
        <Stack gap="md">
          <Alert color="yellow" icon={<Icon name="warning" />}>
            {t('keys.once')}
          </Alert>
          <Snippet code={create.data.key} label={t('keys.key')} />
          <Group justify="flex-end">
            <Button onClick={close}>{t('keys.saved')}</Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate({ kind, name: name.trim() });
          }}
        >
          <Stack gap="md">
            <TextInput label={t('field.name')} description={t('keys.nameHint')} value={name} onChange={(event) => setName(event.currentTarget.value)} required maxLength={128} data-autofocus />
            <Radio.Group label={t('keys.kind')} value={kind} onChange={(next) => setKind(next as 'server' | 'client')}>
              <Stack gap="xs" mt="xs">
                <Radio value="server" label={t('keys.kind.server')} description={t('keys.serverHint')} />
                <Radio value="client" label={t('keys.kind.client')} description={t('keys.clientHint')} />
              </Stack>
            </Radio.Group>
            <FormProblem error={create.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
                {t('keys.create')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
