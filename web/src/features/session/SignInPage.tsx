import { Alert, Button, Container, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useSignInMethods } from '../../api/members';
import { signIn } from '../../api/queries';
import { useText } from '../../lib/i18n';
import { FormProblem } from '../../ui/states';

/** Only addresses of our own pages are gone back to. */
const ownAddress = (from: string | null): string => (from !== null && /^\/(?![/\\])/.test(from) ? from : '/');

/** Signs in by email and password, at a provider, by the one-time address that the server printed, or by an admin token. */
export function SignInPage() {
  const t = useText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const [token, setToken] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [byToken, setByToken] = useState(false);
  const provider = useSignInMethods().data?.provider;
  const refused = params.get('problem');
  const link = params.get('token');
  const from = ownAddress(params.get('from'));
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: async (session) => {
      client.setQueryData(['session'], session);
      await navigate(from, { replace: true });
    },
  });
  // A one-time token is spent by its use: exactly once, and it leaves the address at once.
  const spent = useRef(false);
  const { mutate } = enter;
  useEffect(() => {
    document.title = `${t('signIn.title')} · Turnout`;
    if (link === null || spent.current) return;
    spent.current = true;
    mutate({ link });
    setParams({}, { replace: true });
  }, [link, mutate, setParams, t]);

  return (
    <Container size={440} pt="12vh" component="main">
      <Stack gap="lg">
        <div>
          <img src="/favicon.svg" width={44} height={44} alt="" />
          <Title order={1} size="h2" mt="sm">
            {t('signIn.title')}
          </Title>
          <Text c="dimmed" mt={4}>
            {t('signIn.lead')}
          </Text>
        </div>
        {refused && <Alert color="red">{t('signIn.refused', { code: refused })}</Alert>}
        {provider && (
          <Button component="a" href={`${provider.address}?from=${encodeURIComponent(from)}`} variant="default" size="md">
            {t('signIn.provider', { name: provider.name })}
          </Button>
        )}
        <form
          className="card"
          onSubmit={(event) => {
            event.preventDefault();
            enter.mutate(byToken ? { token: token.trim() } : { email: email.trim(), password });
          }}
        >
          <Stack gap="md">
            {byToken ? (
              <PasswordInput
                label={t('signIn.token')}
                description={t('signIn.tokenHint')}
                value={token}
                onChange={(event) => setToken(event.currentTarget.value)}
                autoComplete="off"
                visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
                required
                autoFocus
              />
            ) : (
              <>
                <TextInput type="email" label={t('signIn.email')} value={email} onChange={(event) => setEmail(event.currentTarget.value)} autoComplete="username" required autoFocus />
                <PasswordInput
                  label={t('signIn.password')}
                  value={password}
                  onChange={(event) => setPassword(event.currentTarget.value)}
                  autoComplete="current-password"
                  visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
                  required
                />
              </>
            )}
            <FormProblem error={enter.error} />
            <Button type="submit" loading={enter.isPending}>
              {t('signIn.submit')}
            </Button>
            <Button variant="subtle" size="sm" onClick={() => setByToken(!byToken)}>
              {t(byToken ? 'signIn.withPassword' : 'signIn.withToken')}
            </Button>
          </Stack>
        </form>
        <Text size="sm" c="dimmed">
          {t('signIn.link')} <code>{'./run.sh sign-in-link'}</code>
        </Text>
      </Stack>
    </Container>
  );
}
