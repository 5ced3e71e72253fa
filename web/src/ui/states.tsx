import { Alert, Button, Center, Group, Loader, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { Problem } from '../api/client';
import { useText, type Translate } from '../lib/i18n';
import { Icon, type IconName } from './icons';
import { useNear } from './useNear';

/** Rows that are on their way: the page keeps its shape. */
export function LoadingRows({ rows = 6 }: { rows?: number }) {
  const t = useText();
  return (
    <Stack gap="xs" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={44} radius="md" />
      ))}
    </Stack>
  );
}

export function LoadingPage() {
  const t = useText();
  return (
    <Center mih="40vh" role="status" aria-label={t('state.loading')}>
      <Loader />
    </Center>
  );
}

/** What stands where a list would be: what it is for, and the first step. */
export function Empty({ icon, title, children, action }: { icon: IconName; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Center mih={260} className="empty">
      <Stack align="center" gap="sm" maw={440} ta="center" p="lg">
        <span className="empty-icon">
          <Icon name={icon} size={30} />
        </span>
        <Title order={2} size="h4">
          {title}
        </Title>
        {children && (
          <Text c="dimmed" size="sm">
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}

/** The problem in the reader's language where we know its code, else in the server's words. */
export function problemText(t: Translate, error: unknown): string {
  if (error instanceof Problem) {
    if (error.code === 'network') return t('problem.network');
    if (error.status === 412) return t('problem.precondition_failed');
    if (error.status === 403) return t('problem.forbidden');
    return error.message;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Whether the server said that there is no such thing. */
export const isMissing = (error: unknown): boolean => error instanceof Problem && error.status === 404;

/** An error with the way out of it. 403 and 404 have their own words. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useText();
  const status = error instanceof Problem ? error.status : 0;
  if (status === 403)
    return (
      <Empty icon="shield" title={t('state.forbidden')}>
        {error instanceof Problem ? error.message : null}
      </Empty>
    );
  if (status === 404) return <Empty icon="search" title={t('state.notFound')}>{problemText(t, error)}</Empty>;
  return (
    <Alert color="red" icon={<Icon name="warning" />} title={t('state.failed')} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{problemText(t, error)}</Text>
        {error instanceof Problem && error.requestId && (
          <Text size="xs" c="dimmed">
            {t('state.requestId', { id: error.requestId })}
          </Text>
        )}
        {retry && (
          <Button size="xs" variant="default" onClick={retry} leftSection={<Icon name="refresh" size={14} />}>
            {t('action.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** Under a form: why the server refused, member by member. */
export function FormProblem({ error }: { error: unknown }) {
  const t = useText();
  if (!error) return null;
  const members = error instanceof Problem ? Object.entries(error.errors) : [];
  return (
    <Alert color="red" icon={<Icon name="warning" />} role="alert" title={problemText(t, error)}>
      {members.length > 0 && (
        <ul className="plain-list">
          {members.map(([member, messages]) => (
            <li key={member}>
              <Text size="sm" span>
                <code>{member}</code>: {messages.join(' ')}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

interface Loadable {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** Shows what a query is at: loading, failed or its answer. */
export function Answer({ query, loading, children }: { query: Loadable; loading?: ReactNode; children: () => ReactNode }) {
  if (query.isPending) return loading ?? <LoadingRows />;
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return children();
}

/** The next page of a list: comes by itself as one scrolls, or by the button. */
export function LoadMore({ query }: { query: { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError?: boolean; fetchNextPage: () => unknown } }) {
  const t = useText();
  const [end, { near }] = useNear<HTMLDivElement>(false);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useEffect(() => {
    if (near && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [near, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return (
    <div ref={end}>
      {hasNextPage && (
        <Group justify="center" p="md">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('action.more')}
          </Button>
        </Group>
      )}
    </div>
  );
}
