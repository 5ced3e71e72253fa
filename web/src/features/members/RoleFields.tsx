import { NativeSelect, Stack, Text } from '@mantine/core';
import { useEnvironments } from '../../api/queries';
import type { Roles } from '../../api/members';
import type { Role } from '../../api/types';
import { useText } from '../../lib/i18n';

const roleNames: Role[] = ['viewer', 'editor', 'releaser', 'admin'];

/** A role for every environment, and one for each that differs. */
export function RoleFields({ roles, onChange }: { roles: Roles; onChange: (roles: Roles) => void }) {
  const t = useText();
  const environments = useEnvironments();
  const set = (environment: string, role: string) => {
    const { [environment]: _gone, ...others } = roles;
    onChange(role === '' ? others : { ...others, [environment]: role as Role });
  };
  return (
    <Stack gap="xs" role="group" aria-label={t('members.roles')}>
      <Text size="sm" c="dimmed">
        {t('members.roleHint')}
      </Text>
      {['*', ...(environments.data?.map((one) => one.key) ?? [])].map((environment) => (
        <NativeSelect
          key={environment}
          label={environment === '*' ? t('members.everywhere') : environment}
          value={roles[environment] ?? ''}
          onChange={(event) => set(environment, event.currentTarget.value)}
          data={[{ value: '', label: t('members.noRole') }, ...roleNames.map((role) => ({ value: role, label: t(`members.role.${role}`) }))]}
        />
      ))}
    </Stack>
  );
}
