import { Navigate } from 'react-router';
import { useEnvironments } from '../api/queries';
import { Answer, LoadingPage } from '../ui/states';
import { lastEnvironment } from './environment';

/** The environment looked at last, else production, else the first. */
export function Home() {
  const query = useEnvironments();
  return (
    <Answer query={query} loading={<LoadingPage />}>
      {() => {
        const keys = query.data!.map((environment) => environment.key);
        const last = lastEnvironment();
        const chosen = last && keys.includes(last) ? last : keys.includes('production') ? 'production' : keys[0];
        return <Navigate to={chosen ? `/env/${encodeURIComponent(chosen)}/flags` : '/environments'} replace />;
      }}
    </Answer>
  );
}
