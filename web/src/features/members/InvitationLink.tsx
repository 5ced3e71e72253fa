import { Alert, Stack } from '@mantine/core';
import type { Invitation } from '../../api/types';
import { dateTime } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Snippet } from '../../ui/Copy';
import { Icon } from '../../ui/icons';

/** The link to hand over; it cannot be shown again. */
export function InvitationLink({ invitation }: { invitation: Invitation }) {
  const t = useText();
  return (
    <Stack gap="sm">
      <Alert color="yellow" icon={<Icon name="warning" />}>
        {t('members.link', { when: dateTime(invitation.expires_at) })}
      </Alert>
      <Snippet code={invitation.address} label={t('members.linkLabel')} />
    </Stack>
  );
}
