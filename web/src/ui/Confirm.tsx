import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useText } from '../lib/i18n';
import { FormProblem } from './states';

interface ConfirmProps {
  opened: boolean;
  close: () => void;
  title: string;
  children: ReactNode;
  confirm: string;
  /** What has to be typed first, for what cannot be undone. */
  typed?: string;
  danger?: boolean;
  /** Ends the dialog when it succeeds; a failure is shown in it. */
  run: () => Promise<unknown>;
}

export function Confirm({ opened, close, title, children, confirm, typed, danger = false, run }: ConfirmProps) {
  const t = useText();
  const [entry, setEntry] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const leave = () => {
    setEntry('');
    setError(null);
    close();
  };
  const go = async () => {
    setBusy(true);
    setError(null);
    try {
      await run();
      leave();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={leave} title={title} centered closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <Stack gap="md">
          <Text component="div" size="sm">
            {children}
          </Text>
          {typed !== undefined && (
            <TextInput label={t('confirm.type', { text: typed })} value={entry} onChange={(event) => setEntry(event.currentTarget.value)} autoComplete="off" data-autofocus />
          )}
          <FormProblem error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={leave}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" {...(danger ? { color: 'red' } : {})} loading={busy} disabled={typed !== undefined && entry !== typed}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
