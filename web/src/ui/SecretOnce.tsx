import { Alert, Button, Group, Stack } from '@mantine/core';
import { useText } from '../lib/i18n';
import { Snippet } from './Copy';
import { Icon } from './icons';

/** A key or token that is shown this once. */
export function SecretOnce({ secret, label, warning, close }: { secret: string; label: string; warning: string; close: () => void }) {
  const t = useText();
  return (
    <Stack gap="md">
      <Alert color="yellow" icon={<Icon name="warning" />}>
        {warning}
      </Alert>
      <Snippet code={secret} label={label} />
      <Group justify="flex-end">
        <Button onClick={close}>{t('keys.saved')}</Button>
      </Group>
    </Stack>
  );
}
