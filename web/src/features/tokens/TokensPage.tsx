import { Stack } from '@mantine/core';
import { useSession } from '../../api/queries';
import { useText } from '../../lib/i18n';
import { Page } from '../../ui/Page';
import { Empty } from '../../ui/states';
import { TokenList } from './TokenList';

/** Tokens for programs: one's own, which can never do more than their member, and those of no member. */
export function TokensPage() {
  const t = useText();
  const session = useSession();
  const own = typeof session.data?.member === 'string';
  const service = session.data?.rights_everywhere.includes('members_read') ?? false;
  return (
    <Page title={t('nav.tokens')} lead={t('tokens.lead')}>
      <Stack gap="lg">
        {own && <TokenList place="own" mayWrite />}
        {service && <TokenList place="service" mayWrite={session.data?.rights_everywhere.includes('members_write') ?? false} />}
        {session.data && !own && !service && <Empty icon="shield" title={t('state.forbidden')} />}
      </Stack>
    </Page>
  );
}
