import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useEditMember, useRemoveMember, useRenewInvitation } from '../../api/members';
import type { Member } from '../../api/types';
import { useText } from '../../lib/i18n';
import { Confirm } from '../../ui/Confirm';
import { FormProblem } from '../../ui/states';
import { done } from '../../ui/toast';
import { InvitationLink } from './InvitationLink';
import { RoleFields } from './RoleFields';

/** A member's name and roles; a new link after a lost password; the way out. */
export function EditMember({ member, close }: { member: Member; close: () => void }) {
  const t = useText();
  const edit = useEditMember();
  const renew = useRenewInvitation();
  const remove = useRemoveMember();
  const [name, setName] = useState(member.name);
  const [roles, setRoles] = useState(member.roles);
  const [disabled, setDisabled] = useState(member.disabled);
  const [removing, setRemoving] = useState(false);
  return (
    <>
      <Modal opened={!removing} onClose={close} title={t('members.edit', { name: member.name })} size="lg" closeButtonProps={{ 'aria-label': t('action.close') }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void edit
              .mutateAsync({ id: member.id, name: name.trim(), roles, disabled })
              .then(() => {
                done(t('members.saved', { name }));
                close();
              })
              .catch(() => undefined);
          }}
        >
          <Stack gap="md">
            <TextInput label={t('field.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={128} required data-autofocus />
            <RoleFields roles={roles} onChange={setRoles} />
            <Checkbox label={t('members.keepOut')} checked={disabled} onChange={(event) => setDisabled(event.currentTarget.checked)} />
            {renew.data && <InvitationLink invitation={renew.data} />}
            <FormProblem error={edit.error ?? renew.error} />
            <Group justify="space-between">
              <Group gap="xs">
                <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate(member.id)}>
                  {t('members.newLink')}
                </Button>
                <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
                  {t('members.remove')}
                </Button>
              </Group>
              <Button type="submit" loading={edit.isPending}>
                {t('action.save')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
      <Confirm
        opened={removing}
        close={() => setRemoving(false)}
        title={t('members.removeTitle', { name: member.name })}
        confirm={t('members.remove')}
        danger
        run={async () => {
          await remove.mutateAsync(member.id);
          done(t('members.removed', { name: member.name }));
          close();
        }}
      >
        {t('members.removeText')}
      </Confirm>
    </>
  );
}
