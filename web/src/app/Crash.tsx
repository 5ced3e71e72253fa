import { Button, Container } from '@mantine/core';
import { useRouteError } from 'react-router';
import { useText } from '../lib/i18n';
import { Empty } from '../ui/states';

/** A bug in a page, or a part of the UI that could not be loaded because the server was updated meanwhile. */
export function Crash() {
  const t = useText();
  const error = useRouteError();
  return (
    <Container size="sm" pt="xl" component="main">
      <Empty icon="warning" title={t('state.crash')} action={<Button onClick={() => location.reload()}>{t('state.reload')}</Button>}>
        {error instanceof Error ? error.message : null}
      </Empty>
    </Container>
  );
}
