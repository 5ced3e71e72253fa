import { Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { useDeadLetters, useForgetLetters, useRetryLetters } from '../../api/sinks';
import { dateTime, number } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Icon } from '../../ui/icons';
import { Answer, Empty, problemText } from '../../ui/states';
import { done, failed } from '../../ui/toast';

/** The events that a receiver refused one by one, with what it said. */
export function DeadLetters({ name, mayWrite, close }: { name: string; mayWrite: boolean; close: () => void }) {
  const t = useText();
  const query = useDeadLetters(name);
  const retry = useRetryLetters();
  const forget = useForgetLetters();
  const run = (action: Promise<{ count: number }>, said: 'sinks.retried' | 'sinks.forgotten') => {
    action.then(({ count }) => done(t(said, { count }))).catch((error: unknown) => failed(problemText(t, error)));
  };
  return (
    <Drawer opened onClose={close} title={t('sinks.lettersOf', { name })} position="right" size="xl" closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Answer query={query}>
        {() =>
          query.data!.items.length === 0 ? (
            <Empty icon="check" title={t('sinks.noLetters')} />
          ) : (
            <Stack gap="md">
              <Text size="sm" c="dimmed">
                {t('sinks.lettersHint')}
              </Text>
              {mayWrite && (
                <Group gap="xs">
                  <Button size="sm" leftSection={<Icon name="refresh" size={15} />} loading={retry.isPending} onClick={() => run(retry.mutateAsync(name), 'sinks.retried')}>
                    {t('sinks.retry')}
                  </Button>
                  <Button size="sm" variant="default" loading={forget.isPending} onClick={() => run(forget.mutateAsync(name), 'sinks.forgotten')}>
                    {t('sinks.forget')}
                  </Button>
                </Group>
              )}
              {query.data!.items.map((letter) => (
                <article key={letter.id} className="check" aria-label={t('sinks.at', { position: number(letter.position, 0) })}>
                  <Text size="sm" fw={600}>
                    {t('sinks.at', { position: number(letter.position, 0) })} · {dateTime(letter.created_at)}
                  </Text>
                  <Text size="sm" className="break">
                    {letter.error}
                  </Text>
                  <pre className="snippet" tabIndex={0}>
                    {JSON.stringify(letter.event, null, 2)}
                  </pre>
                </article>
              ))}
            </Stack>
          )
        }
      </Answer>
    </Drawer>
  );
}
