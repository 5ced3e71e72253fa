import { Button, Group, Modal, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useInvite, useMembers, type Roles } from '../../api/members';
import { useCan } from '../../api/queries';
import type { Member } from '../../api/types';
import { dateTime } from '../../lib/format';
import { useText, type Translate } from '../../lib/i18n';
import { Mark, Tag } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { Answer, Empty, FormProblem } from '../../ui/states';
import { Table } from '../../ui/Table';
import { EditMember } from './EditMember';
import { InvitationLink } from './InvitationLink';
import { RoleFields } from './RoleFields';

/** Who signs in, and what they may do where. */
export function MembersPage() {
  const t = useText();
  const query = useMembers();
  const mayWrite = useCan('members_write');
  const [inviting, setInviting] = useState(false);
  const [edited, setEdited] = useState<Member | null>(null);
  const invite = mayWrite && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setInviting(true)}>
      {t('members.invite')}
    </Button>
  );
  return (
    <Page title={t('nav.members')} lead={t('members.lead')} actions={invite}>
      <Answer query={query}>
        {() =>
          query.data!.length === 0 ? (
            <Empty icon="segment" title={t('members.none')} action={invite || undefined}>
              {t('members.noneHint')}
            </Empty>
          ) : (
            <div className="card table-card">
              <Table verticalSpacing="sm" horizontalSpacing="md">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('field.name')}</Table.Th>
                    <Table.Th>{t('members.roles')}</Table.Th>
                    <Table.Th className="wide-only">{t('members.signedIn')}</Table.Th>
                    <Table.Th>
                      <VisuallyHidden>{t('field.actions')}</VisuallyHidden>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {query.data!.map((member) => (
                    <MemberRow key={member.id} member={member} edit={mayWrite ? () => setEdited(member) : null} />
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )
        }
      </Answer>
      {inviting && <Invite close={() => setInviting(false)} />}
      {edited && <EditMember member={edited} close={() => setEdited(null)} />}
    </Page>
  );
}

const roleText = (t: Translate, [environment, role]: [string, Roles[string]]): string => `${environment === '*' ? t('members.everywhere') : environment}: ${t(`members.role.${role}`)}`;

function MemberRow({ member, edit }: { member: Member; edit: (() => void) | null }) {
  const t = useText();
  return (
    <Table.Tr>
      <Table.Td className="break">
        {member.name}
        <Text size="sm" c="dimmed">
          {member.email}
        </Text>
        {member.disabled && <Mark tone="bad">{t('members.disabled')}</Mark>}
        {member.locked_until && <Mark tone="warn">{t('members.locked', { when: dateTime(member.locked_until) })}</Mark>}
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {Object.entries(member.roles).map((role) => (
            <Tag key={role[0]}>{roleText(t, role)}</Tag>
          ))}
        </Group>
      </Table.Td>
      <Table.Td className="wide-only">
        <Text size="sm" c="dimmed">
          {member.signed_in_at ? dateTime(member.signed_in_at) : t('members.never')}
        </Text>
      </Table.Td>
      <Table.Td className="right">
        {edit && (
          <Button size="compact-sm" variant="subtle" onClick={edit} aria-label={t('members.edit', { name: member.name })}>
            {t('action.edit')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Invite({ close }: { close: () => void }) {
  const t = useText();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<Roles>({ '*': 'viewer' });
  const invite = useInvite();
  return (
    <Modal opened onClose={close} title={t('members.invite')} size="lg" closeOnClickOutside={!invite.data} closeButtonProps={{ 'aria-label': t('action.close') }}>
      {invite.data ? (
        <Stack gap="md">
          <InvitationLink invitation={invite.data.invitation} />
          <Group justify="flex-end">
            <Button onClick={close}>{t('action.close')}</Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate({ email: email.trim(), roles, ...(name.trim() ? { name: name.trim() } : {}) });
          }}
        >
          <Stack gap="md">
            <TextInput type="email" label={t('members.email')} value={email} onChange={(event) => setEmail(event.currentTarget.value)} required data-autofocus />
            <TextInput label={t('field.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={128} />
            <RoleFields roles={roles} onChange={setRoles} />
            <FormProblem error={invite.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" loading={invite.isPending}>
                {t('members.invite')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
