import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useText } from '../lib/i18n';
import { Empty } from '../ui/states';

export function NotFound() {
  const t = useText();
  return (
    <Empty
      icon="search"
      title={t('state.noPage')}
      action={
        <Button component={Link} to="/" variant="default">
          {t('state.home')}
        </Button>
      }
    />
  );
}
