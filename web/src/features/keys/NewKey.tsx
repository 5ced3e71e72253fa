import { Button, Group, Modal, Radio, Stack, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCreateKey } from '../../api/keys';
import { useText } from '../../lib/i18n';
import { ExpiryField, expiryOf } from '../../ui/ExpiryField';
import { SecretOnce } from '../../ui/SecretOnce';
import { FormProblem } from '../../ui/states';

/** Makes a key and shows it this once. */
export function NewKey({ environment, close }: { environment: string; close: () => void }) {
  const t = useText();
  const [kind, setKind] = useState<'server' | 'client'>('server');
  const [name, setName] = useState('');
  const [days, setDays] = useState('');
  const [origins, setOrigins] = useState<string[]>([]);
  const create = useCreateKey(environment);
  return (
    <Modal opened onClose={close} title={t('keys.create')} closeOnClickOutside={!create.data} closeButtonProps={{ 'aria-label': t('action.close') }}>
      {create.data ? (
        <SecretOnce secret={create.data.key} label={t('keys.key')} warning={t('keys.once')} close={close} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate({ kind, name: name.trim(), ...expiryOf(days), ...(kind === 'client' && origins.length > 0 ? { origins } : {}) });
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
            {kind === 'client' && (
              <TagsInput
                label={t('keys.origins')}
                description={t('keys.originsHint')}
                placeholder={origins.length === 0 ? 'https://shop.example.com' : ''}
                value={origins}
                onChange={setOrigins}
                splitChars={[',', ' ', '\n']}
                acceptValueOnBlur
              />
            )}
            <ExpiryField days={days} onChange={setDays} choices={[7, 30, 90, 365]} never />
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
