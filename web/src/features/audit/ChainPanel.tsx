import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useAuditChain } from '../../api/queries';
import { number } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Copy } from '../../ui/Copy';
import { Icon } from '../../ui/icons';
import { FormProblem } from '../../ui/states';

/** Whether the log is what was written: each entry is tied to the one before by a hash. Followed when somebody asks, for it reads the whole log. */
export function ChainPanel() {
  const t = useText();
  const [asked, setAsked] = useState(false);
  const query = useAuditChain(asked);
  const check = () => (asked ? void query.refetch() : setAsked(true));
  return (
    <section className="check" aria-label={t('audit.chain')}>
      <Group justify="space-between" gap="sm">
        <Group gap="xs" role="status">
          {query.data?.intact ? (
            <>
              <Mark tone="good" icon="check">
                {t('audit.intact')}
              </Mark>
              <Text size="sm">{t('audit.followed', { count: number(query.data.entries, 0) })}</Text>
              <Text size="sm" c="dimmed" className="mono break">
                {query.data.head.slice(0, 16)}…
              </Text>
              <Copy value={query.data.head} label={t('audit.copyHead')} />
            </>
          ) : (
            !query.data && (
              <Text size="sm" c="dimmed">
                {t(query.isFetching ? 'audit.following' : 'audit.chainHint')}
              </Text>
            )
          )}
        </Group>
        <Button size="compact-sm" variant="default" leftSection={<Icon name="shield" size={14} />} loading={query.isFetching} onClick={check}>
          {t('audit.checkChain')}
        </Button>
      </Group>
      {query.data && !query.data.intact && (
        <Alert color="red" icon={<Icon name="warning" />} mt="sm" title={t('audit.broken')} role="alert">
          {t('audit.brokenAt', { id: query.data.broken_at ?? '–', count: number(query.data.entries, 0) })}
        </Alert>
      )}
      <FormProblem error={query.error} />
    </section>
  );
}
