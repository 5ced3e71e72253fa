import { Alert, Button, Container, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { join } from '../../api/members';
import { useText } from '../../lib/i18n';
import { FormProblem } from '../../ui/states';

/** Where an invitation leads: a password is set, and its owner is signed in. */
export function JoinPage() {
  const t = useText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const [token] = useState(params.get('token'));
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: join,
    onSuccess: async (session) => {
      client.setQueryData(['session'], session);
      await navigate('/', { replace: true });
    },
  });
  useEffect(() => {
    document.title = `${t('join.title')} · Turnout`;
    // Whoever looks at the address later finds no token in it.
    if (params.has('token')) setParams({}, { replace: true });
  }, [params, setParams, t]);
  return (
    <Container size={440} pt="12vh" component="main">
      <Stack gap="lg">
        <div>
          <img src="/favicon.svg" width={44} height={44} alt="" />
          <Title order={1} size="h2" mt="sm">
            {t('join.title')}
          </Title>
          <Text c="dimmed" mt={4}>
            {t('join.lead')}
          </Text>
        </div>
        {token === null ? (
          <Alert color="yellow">{t('join.noToken')}</Alert>
        ) : (
          <form
            className="card"
            onSubmit={(event) => {
              event.preventDefault();
              enter.mutate({ token, password });
            }}
          >
            <Stack gap="md">
              <PasswordInput
                label={t('join.password')}
                description={t('join.passwordHint')}
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                autoComplete="new-password"
                visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
                minLength={12}
                maxLength={256}
                required
                autoFocus
              />
              <FormProblem error={enter.error} />
              <Button type="submit" loading={enter.isPending}>
                {t('join.submit')}
              </Button>
            </Stack>
          </form>
        )}
      </Stack>
    </Container>
  );
}
