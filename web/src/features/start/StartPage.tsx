import { Alert, Anchor, Button, Group, NativeSelect, Stack, Tabs, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { call, Problem } from '../../api/client';
import { useCreateKey } from '../../api/keys';
import { useCan, useFlags } from '../../api/queries';
import type { NewApiKey } from '../../api/types';
import { useText } from '../../lib/i18n';
import { EnvironmentMark, Mark } from '../../ui/Badges';
import { Snippet } from '../../ui/Copy';
import { Icon } from '../../ui/icons';
import { Page, Section } from '../../ui/Page';
import { FormProblem } from '../../ui/states';
import { Connection } from './Connection';
import { DemoPanel } from './DemoPanel';
import { snippet, snippets, type Stack as Kind } from './snippets';

const kinds: Record<Kind, 'server' | 'client'> = { minimal: 'server', gate: 'server', react: 'client', curl: 'server' };
const labels: Record<Kind, string> = { minimal: 'ASP.NET Core', gate: '[FeatureGate]', react: 'React', curl: 'curl' };

/** The way from nothing to a flag that answers: a flag, a key, code with both in it, and a look whether it works. */
export function StartPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const query = useFlags(environment, {});
  const flags = query.data?.pages[0]?.items ?? [];
  const mayMakeKeys = useCan('keys_write');
  const create = useCreateKey(environment);
  const [chosen, setChosen] = useState('');
  const [kind, setKind] = useState<Kind>('minimal');
  const [made, setMade] = useState<{ server?: NewApiKey; client?: NewApiKey }>({});
  const flag = chosen || flags[0]?.key || 'my-first-flag';
  const own = made[kinds[kind]];
  const key = own?.key;
  const hasFlag = flags.length > 0;
  const check = useMutation({
    mutationFn: () =>
      call<{ flags: Record<string, { value: unknown; reason: string }> }>('/api/v1/evaluate', { method: 'POST', body: { context: { user_id: 'user-1' }, flags: [flag] }, token: key! }),
  });
  const makeKey = async () => {
    const fresh = await create.mutateAsync({ kind: kinds[kind], name: t('start.keyName', { stack: labels[kind] }) });
    setMade({ ...made, [kinds[kind]]: fresh });
  };
  return (
    <Page title={t('nav.start')} badges={<EnvironmentMark environment={environment} />} lead={t('start.lead')}>
      <ol className="steps">
        <li>
          <Section title={t('start.step1')} actions={<Done when={hasFlag} />}>
            <Group gap="sm" align="flex-end">
              {hasFlag && <NativeSelect label={t('start.flag')} value={flag} onChange={(event) => setChosen(event.currentTarget.value)} data={flags.map((one) => one.key)} />}
              <Button component={Link} to="../flags/new" variant={hasFlag ? 'default' : 'filled'} leftSection={<Icon name="plus" size={15} />}>
                {t('flags.create')}
              </Button>
            </Group>
          </Section>
        </li>
        <li>
          <Section title={t('start.step2')} hint={t('start.step2Hint')} actions={<Done when={key !== undefined} />}>
            <Tabs value={kind} onChange={(next) => setKind((next ?? 'minimal') as Kind)} keepMounted={false}>
              <Tabs.List mb="sm">
                {(Object.keys(snippets) as Kind[]).map((one) => (
                  <Tabs.Tab key={one} value={one}>
                    {labels[one]}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              {(Object.keys(snippets) as Kind[]).map((one) => (
                <Tabs.Panel key={one} value={one}>
                  <Stack gap="sm">
                    {key === undefined ? (
                      <Group gap="sm">
                        <Button onClick={() => void makeKey().catch(() => undefined)} loading={create.isPending} disabled={!mayMakeKeys} leftSection={<Icon name="key" size={15} />}>
                          {t(kinds[one] === 'server' ? 'start.makeServerKey' : 'start.makeClientKey')}
                        </Button>
                        <Text size="sm" c="dimmed">
                          {t('start.keyWhy')}
                        </Text>
                      </Group>
                    ) : (
                      <Alert color="yellow" icon={<Icon name="warning" />}>
                        {t('keys.once')}
                      </Alert>
                    )}
                    <FormProblem error={create.error} />
                    <Snippet code={snippet(one, { address: location.origin, key: key ?? t('start.yourKey'), flag })} label={t('start.code', { stack: labels[one] })} />
                  </Stack>
                </Tabs.Panel>
              ))}
            </Tabs>
          </Section>
        </li>
        <li>
          <Section title={t('start.step3')} hint={t('start.step3Hint')} actions={<Done when={check.isSuccess} />}>
            <Stack gap="sm">
              {own && <Connection environment={environment} made={{ id: own.id, hint: own.hint, kind: own.kind, since: own.created_at }} address={location.origin} />}
              <Button w="fit-content" variant="light" disabled={key === undefined} loading={check.isPending} onClick={() => check.mutate()}>
                {t('start.check')}
              </Button>
              <div role="status">
                {check.data && (
                  <Mark tone="good" icon="check">
                    {t('start.answered', { flag, value: JSON.stringify(check.data.flags[flag]?.value ?? null) })}
                  </Mark>
                )}
              </div>
              {check.isError && <FormProblem error={check.error instanceof Problem && check.error.status === 401 ? new Error(t('start.keyRefused')) : check.error} />}
              <Text size="sm">
                <Anchor component={Link} to={`../flags/${encodeURIComponent(flag)}`}>
                  {t('start.then', { flag })}
                </Anchor>
              </Text>
            </Stack>
          </Section>
        </li>
      </ol>
      <DemoPanel />
    </Page>
  );
}

function Done({ when }: { when: boolean }) {
  const t = useText();
  return (
    <Mark tone={when ? 'good' : 'quiet'} {...(when ? { icon: 'check' as const } : {})}>
      {t(when ? 'start.done' : 'start.toDo')}
    </Mark>
  );
}
