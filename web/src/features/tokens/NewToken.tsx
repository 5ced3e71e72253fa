import { Button, Group, Modal, MultiSelect, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useEnvironments, useSession } from '../../api/queries';
import { useCreateToken, type TokenPlace } from '../../api/tokens';
import { useText } from '../../lib/i18n';
import { ExpiryField, expiryOf } from '../../ui/ExpiryField';
import { SecretOnce } from '../../ui/SecretOnce';
import { FormProblem } from '../../ui/states';

const roles = ['viewer', 'editor', 'releaser', 'admin'] as const;

/** Makes a token with what it is for, and shows it this once. */
export function NewToken({ place, close }: { place: TokenPlace; close: () => void }) {
  const t = useText();
  const session = useSession();
  const environments = useEnvironments();
  const create = useCreateToken(place);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(['viewer']);
  const [environment, setEnvironment] = useState('');
  const [days, setDays] = useState('90');
  const rights = (session.data?.rights ?? []).filter((right) => right !== 'account');
  return (
    <Modal opened onClose={close} title={t(`tokens.new.${place}`)} closeOnClickOutside={!create.data} closeButtonProps={{ 'aria-label': t('action.close') }}>
      {create.data ? (
        <SecretOnce secret={create.data.token!} label={t('tokens.token')} warning={t('tokens.once')} close={close} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate({ name: name.trim(), scopes, ...(environment ? { environment } : {}), ...expiryOf(days) });
          }}
        >
          <Stack gap="md">
            <TextInput label={t('field.name')} description={t('tokens.nameHint')} value={name} onChange={(event) => setName(event.currentTarget.value)} required maxLength={128} data-autofocus />
            <MultiSelect
              label={t('tokens.scopes')}
              description={t('tokens.scopesHint')}
              value={scopes}
              onChange={setScopes}
              searchable
              data={[
                { group: t('members.roles'), items: roles.map((role) => ({ value: role, label: t(`members.role.${role}`) })) },
                { group: t('tokens.rights'), items: rights.map((right) => ({ value: right, label: right })) },
              ]}
            />
            <NativeSelect
              label={t('nav.environment')}
              value={environment}
              onChange={(event) => setEnvironment(event.currentTarget.value)}
              data={[{ value: '', label: t('members.everywhere') }, ...(environments.data?.map((one) => ({ value: one.key, label: one.name })) ?? [])]}
            />
            <ExpiryField days={days} onChange={setDays} choices={[7, 30, 90, 365]} never={place === 'service'} />
            <FormProblem error={create.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" loading={create.isPending} disabled={name.trim() === '' || scopes.length === 0}>
                {t(`tokens.new.${place}`)}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
