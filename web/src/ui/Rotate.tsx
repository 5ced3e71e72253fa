import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { plural, useText } from '../lib/i18n';
import { SecretOnce } from './SecretOnce';
import { FormProblem } from './states';

interface RotateProps {
  name: string;
  label: string;
  warning: string;
  /** Makes the successor; the other goes on for so many hours. */
  rotate: (hours: number) => Promise<string>;
  close: () => void;
}

const overlaps = [0, 1, 24, 168, 720];

/** Makes a key or token that takes another's place, with time to change over. */
export function Rotate({ name, label, warning, rotate, close }: RotateProps) {
  const t = useText();
  const [hours, setHours] = useState(24);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      setSecret(await rotate(hours));
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={close} title={t('rotate.title', { name })} closeOnClickOutside={secret === null} closeButtonProps={{ 'aria-label': t('action.close') }}>
      {secret !== null ? (
        <SecretOnce secret={secret} label={label} warning={warning} close={close} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          <Stack gap="md">
            <Text size="sm">{t('rotate.text')}</Text>
            <NativeSelect
              label={t('rotate.overlap')}
              value={hours}
              onChange={(event) => setHours(Number(event.currentTarget.value))}
              data={overlaps.map((one) => ({ value: String(one), label: one === 0 ? t('rotate.atOnce') : one < 48 ? plural(t, 'rotate.hours', one) : plural(t, 'rotate.days', one / 24) }))}
            />
            <FormProblem error={error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" loading={busy}>
                {t('rotate.go')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
