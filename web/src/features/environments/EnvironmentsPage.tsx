import { Anchor, Button, Group, Modal, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCan, useCreateEnvironment, useEnvironments } from '../../api/queries';
import type { Environment } from '../../api/types';
import { dateTime, number } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { keyFault, keyOf } from '../../lib/keys';
import { EnvironmentMark } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { Answer, FormProblem } from '../../ui/states';
import { done } from '../../ui/toast';
import { Table } from '../../ui/Table';
import { SettingsDialog } from './SettingsDialog';

export function EnvironmentsPage() {
  const t = useText();
  const query = useEnvironments();
  const mayWrite = useCan('environments_write');
  const [creating, setCreating] = useState(false);
  const [shown, setShown] = useState<Environment | null>(null);
  return (
    <Page
      title={t('nav.environments')}
      lead={t('environments.lead')}
      actions={
        mayWrite && (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setCreating(true)}>
            {t('environments.create')}
          </Button>
        )
      }
    >
      <Answer query={query}>
        {() => (
          <div className="card table-card">
            <Table verticalSpacing="sm" horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('nav.environment')}</Table.Th>
                  <Table.Th>{t('field.key')}</Table.Th>
                  <Table.Th className="right">{t('environments.version')}</Table.Th>
                  <Table.Th className="wide-only">{t('field.created')}</Table.Th>
                  <Table.Th>
                    <VisuallyHidden>{t('field.actions')}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody className="numbers">
                {query.data!.map((one) => (
                  <Table.Tr key={one.key}>
                    <Table.Td>
                      <EnvironmentMark environment={one.key} name={one.name} />
                    </Table.Td>
                    <Table.Td>
                      <Anchor component={Link} to={`/env/${encodeURIComponent(one.key)}/flags`} className="mono">
                        {one.key}
                      </Anchor>
                    </Table.Td>
                    <Table.Td className="right">{number(one.version)}</Table.Td>
                    <Table.Td className="wide-only">
                      <Text size="sm" c="dimmed">
                        {dateTime(one.created_at)}
                      </Text>
                    </Table.Td>
                    <Table.Td className="right">
                      <Button size="compact-sm" variant="subtle" onClick={() => setShown(one)} aria-label={t('settings.title', { environment: one.name })}>
                        {t('settings.open')}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </Answer>
      {shown && <SettingsDialog environment={shown.key} name={shown.name} close={() => setShown(null)} />}
      {creating && <NewEnvironment close={() => setCreating(false)} />}
    </Page>
  );
}

function NewEnvironment({ close }: { close: () => void }) {
  const t = useText();
  const [name, setName] = useState('');
  const [key, setKey] = useState<string | null>(null);
  const create = useCreateEnvironment();
  const chosen = key ?? keyOf(name);
  const submit = async () => {
    await create.mutateAsync({ key: chosen, name: name.trim() || chosen });
    done(t('environments.created', { environment: chosen }));
    close();
  };
  return (
    <Modal opened onClose={close} title={t('environments.create')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit().catch(() => undefined);
        }}
      >
        <Stack gap="md">
          <TextInput label={t('field.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus maxLength={128} />
          <TextInput
            label={t('field.key')}
            value={chosen}
            onChange={(event) => setKey(event.currentTarget.value)}
            error={chosen === '' ? null : keyFault(t, chosen)}
            classNames={{ input: 'mono' }}
            required
          />
          <FormProblem error={create.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={keyFault(t, chosen) !== null}>
              {t('environments.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
