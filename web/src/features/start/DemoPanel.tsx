import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useCan, useChangeDemo, useDemo } from '../../api/queries';
import { useText } from '../../lib/i18n';
import { Confirm } from '../../ui/Confirm';
import { Icon } from '../../ui/icons';
import { Section } from '../../ui/Page';
import { Answer, FormProblem } from '../../ui/states';

/** The demo by a click: loads it with its progress, leads to it, removes it. */
export function DemoPanel() {
  const t = useText();
  const client = useQueryClient();
  const query = useDemo();
  const change = useChangeDemo();
  const mayWrite = useCan('environments_write');
  const [asking, setAsking] = useState(false);
  const state = query.data?.state;
  const before = useRef(state);
  useEffect(() => {
    // All that was asked about the demo's environment is out of date once a run has ended.
    if (before.current !== undefined && before.current !== 'idle' && state === 'idle') void client.invalidateQueries();
    before.current = state;
  }, [client, state]);
  return (
    <Section title={t('demo.title')} hint={t('demo.hint')}>
      <Answer query={query}>
        {() => {
          const demo = query.data!;
          if (demo.state !== 'idle') {
            const said = demo.state === 'removing' ? t('demo.removing') : t('demo.loading', { step: demo.step ?? '…' });
            return (
              <Stack gap="xs" role="status">
                <Text size="sm">{said}</Text>
                <Progress value={(demo.progress ?? 0) * 100} aria-label={said} animated />
              </Stack>
            );
          }
          return (
            <Stack gap="sm">
              {demo.failure && (
                <Alert color="red" icon={<Icon name="warning" />} title={t('demo.failed')}>
                  {demo.failure}
                </Alert>
              )}
              <FormProblem error={change.error} />
              <Group gap="sm">
                {demo.loaded ? (
                  <>
                    <Button component={Link} to={`/env/${encodeURIComponent(demo.environment)}/experiments`} leftSection={<Icon name="right" size={15} />}>
                      {t('demo.open')}
                    </Button>
                    <Button variant="default" disabled={!mayWrite} onClick={() => setAsking(true)} leftSection={<Icon name="trash" size={15} />}>
                      {t('demo.remove')}
                    </Button>
                  </>
                ) : (
                  <Button variant="default" disabled={!mayWrite} loading={change.isPending} onClick={() => change.mutate(true)} leftSection={<Icon name="download" size={15} />}>
                    {t('demo.load')}
                  </Button>
                )}
              </Group>
            </Stack>
          );
        }}
      </Answer>
      <Confirm opened={asking} close={() => setAsking(false)} title={t('demo.removeTitle')} confirm={t('demo.remove')} danger run={() => change.mutateAsync(false)}>
        {t('demo.removeText')}
      </Confirm>
    </Section>
  );
}
