import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import { Problem } from '../../api/client';
import { useSharedResults } from '../../api/snapshots';
import { useText } from '../../lib/i18n';
import { ExperimentStatusMark, Mark } from '../../ui/Badges';
import { Page } from '../../ui/Page';
import { Empty, Failed, LoadingPage } from '../../ui/states';
import { FrozenResults } from './FrozenResults';

/** Where a link to a snapshot leads: no sign-in, nothing to change, nothing else to see. */
export function SharedPage() {
  const t = useText();
  const [token] = useState(() => location.hash.slice(1));
  const query = useSharedResults(token);
  const shared = query.data;
  const gone = token === '' || (query.error instanceof Problem && query.error.status === 404);
  return (
    <main className="shared">
      <Group gap={9} className="brand" component="p" mb="lg">
        <img src="/favicon.svg" width={26} height={26} alt="" />
        {'Turnout'}
      </Group>
      {gone ? (
        <Page title={t('frozen.goneTitle')}>
          <Empty icon="history" title={t('frozen.gone')}>
            {t('frozen.goneHint')}
          </Empty>
        </Page>
      ) : query.isError ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : !shared ? (
        <LoadingPage />
      ) : (
        <Page
          title={shared.content.experiment.key}
          badges={
            <>
              <Mark tone="info" icon="history">
                {t('frozen.mark')}
              </Mark>
              <ExperimentStatusMark status={shared.content.experiment.status} />
              <Text size="sm" c="dimmed">
                {shared.environment}
              </Text>
            </>
          }
          lead={shared.content.experiment.description}
        >
          <FrozenResults content={shared.content} at={shared.created_at} note={shared.note} />
        </Page>
      )}
    </main>
  );
}
