import { Alert, Group, List, Loader, Stack, Text } from '@mantine/core';
import { useConnections } from '../../api/keys';
import { useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { FormProblem } from '../../ui/states';
import { useNow } from '../../ui/useNow';
import { troublesOf, type Made } from './troubles';

// Long enough to paste and start; then it is time to say what could be wrong.
const patience = 45_000;

/** Waits for the first call with the key that was made, and names what keeps it away. */
export function Connection({ environment, made, address }: { environment: string; made: Made; address: string }) {
  const t = useText();
  const now = useNow(5000);
  const query = useConnections(environment, made.since);
  const used = query.data?.used.find((use) => use.id === made.id);
  const refused = query.data?.refused.find((call) => call.key_id === made.id);
  const connected = used && (!refused || new Date(used.at) > new Date(refused.at));
  if (query.isError) return <FormProblem error={query.error} />;
  if (connected)
    return (
      <div role="status">
        <Mark tone="good" icon="check">
          {t('start.connected', { hint: made.hint })}
        </Mark>
      </div>
    );
  const troubles = query.data ? troublesOf(t, query.data, made, environment) : [];
  const long = now - new Date(made.since).getTime() > patience;
  return (
    <Stack gap="sm">
      <Group gap="xs" role="status">
        <Loader size="xs" type="dots" aria-hidden="true" />
        <Text size="sm">{t('start.waiting', { hint: made.hint })}</Text>
      </Group>
      {troubles.length > 0 ? (
        <Alert color="yellow" icon={<Icon name="warning" />} title={t('start.troubles')} role="alert">
          <List size="sm" spacing={4}>
            {troubles.map((trouble) => (
              <List.Item key={trouble}>{trouble}</List.Item>
            ))}
          </List>
        </Alert>
      ) : (
        long && (
          <Alert color="blue" icon={<Icon name="search" />} title={t('start.nothing')}>
            <List size="sm" spacing={4}>
              <List.Item>{t('start.maybeAddress', { address })}</List.Item>
              <List.Item>{t('start.maybeStarted')}</List.Item>
              {address.startsWith('http:') && <List.Item>{t('start.maybeMixed')}</List.Item>}
            </List>
          </Alert>
        )
      )}
    </Stack>
  );
}
