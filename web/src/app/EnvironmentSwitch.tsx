import { Menu, UnstyledButton } from '@mantine/core';
import { useLocation, useNavigate } from 'react-router';
import { useEnvironments } from '../api/queries';
import { useText } from '../lib/i18n';
import { EnvironmentMark, isProduction } from '../ui/Badges';
import { Icon } from '../ui/icons';

/** Says where one is, and goes to the same page of another environment. */
export function EnvironmentSwitch({ environment }: { environment: string }) {
  const t = useText();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const environments = useEnvironments();
  const current = environments.data?.find((one) => one.key === environment);
  const go = (key: string) => {
    const rest = pathname.startsWith('/env/') ? pathname.split('/').slice(3).join('/') : 'flags';
    void navigate(`/env/${encodeURIComponent(key)}/${rest}`);
  };
  return (
    <Menu width="target" position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={`environment-switch${isProduction(environment) ? ' is-production' : ''}`} aria-label={t('nav.environmentIs', { environment: current?.name ?? environment })}>
          <Icon name={isProduction(environment) ? 'shield' : 'environment'} size={16} />
          <span>{current?.name ?? environment}</span>
          <Icon name="down" size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {environments.data?.map((one) => (
          <Menu.Item key={one.key} onClick={() => go(one.key)} rightSection={one.key === environment ? <Icon name="check" size={14} /> : null}>
            <EnvironmentMark environment={one.key} name={one.name} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
