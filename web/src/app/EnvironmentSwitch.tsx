import { useLocation, useNavigate } from 'react-router';
import { useEnvironments } from '../api/queries';
import { useText } from '../lib/i18n';
import { isProduction } from '../ui/Badges';
import { Icon } from '../ui/icons';

/** Says where one is, and goes to the same page of another environment. */
export function EnvironmentSwitch({ environment }: { environment: string }) {
  const t = useText();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const environments = useEnvironments();
  const known = environments.data ?? [];
  const go = (key: string) => {
    const rest = pathname.startsWith('/env/') ? pathname.split('/').slice(3).join('/') : 'flags';
    void navigate(`/env/${encodeURIComponent(key)}/${rest}`);
  };
  return (
    <div className={`environment-switch${isProduction(environment) ? ' is-production' : ''}`}>
      <Icon name={isProduction(environment) ? 'shield' : 'environment'} size={16} />
      <select aria-label={t('nav.environment')} value={environment} onChange={(event) => go(event.currentTarget.value)}>
        {known.some((one) => one.key === environment) ? null : <option value={environment}>{environment}</option>}
        {known.map((one) => (
          <option key={one.key} value={one.key}>
            {one.name}
          </option>
        ))}
      </select>
    </div>
  );
}
