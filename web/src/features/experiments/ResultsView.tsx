import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { resultsCsvAddress, useResults } from '../../api/experiments';
import { useLinks } from '../../api/snapshots';
import type { Experiment, Results } from '../../api/types';
import { useText } from '../../lib/i18n';
import { Icon } from '../../ui/icons';
import { Answer, Empty, LoadingPage } from '../../ui/states';
import { Health } from './Health';
import { MetricsTable } from './MetricsTable';
import { OverTime } from './OverTime';
import { ShareResults } from './ShareResults';
import { Slices } from './Slices';
import { UnitsTable } from './UnitsTable';
import { VerdictCard } from './VerdictCard';

/** The result, from one sentence down to every number. The server computes; this only shows. */
export function ResultsView({ environment, experiment }: { environment: string; experiment: Experiment }) {
  const t = useText();
  const query = useResults(environment, experiment.key, experiment.status !== 'draft');
  if (experiment.status === 'draft') return <Empty icon="experiment" title={t('results.notStarted')}>{t('results.notStartedHint')}</Empty>;
  return (
    <Answer query={query} loading={<LoadingPage />}>
      {() => <Shown environment={environment} experiment={experiment} results={query.data!} refresh={() => void query.refetch()} busy={query.isFetching} />}
    </Answer>
  );
}

function Shown({ environment, experiment, results, refresh, busy }: { environment: string; experiment: Experiment; results: Results; refresh: () => void; busy: boolean }) {
  const t = useText();
  const links = useLinks(environment, experiment.key);
  const [sharing, setSharing] = useState(false);
  return (
    <Stack gap="md">
      <VerdictCard
        results={results}
        experiment={experiment}
        actions={
          <>
            <Button size="compact-sm" variant="default" leftSection={<Icon name="refresh" size={14} />} loading={busy} onClick={refresh}>
              {t('results.refresh')}
            </Button>
            <Button size="compact-sm" variant="default" leftSection={<Icon name="share" size={14} />} onClick={() => setSharing(true)}>
              {t('share.title')}
            </Button>
            <Button size="compact-sm" variant="default" component="a" href={resultsCsvAddress(environment, experiment.key)} download={`${experiment.key}.csv`} leftSection={<Icon name="download" size={14} />}>
              {'CSV'}
            </Button>
            <Button size="compact-sm" variant="default" leftSection={<Icon name="download" size={14} />} onClick={() => saveJson(results)}>
              {'JSON'}
            </Button>
            {links.data?.items.map((link) => (
              <Button key={link.name} size="compact-sm" variant="default" component="a" href={link.url} target="_blank" rel="noreferrer" rightSection={<Icon name="outside" size={13} />}>
                {t('results.openIn', { name: link.type === 'posthog' ? 'PostHog' : link.name })}
              </Button>
            ))}
          </>
        }
      />
      <Health results={results} />
      <UnitsTable results={results} />
      <MetricsTable environment={environment} results={results} />
      <OverTime environment={environment} results={results} />
      <Slices environment={environment} results={results} />
      {sharing && <ShareResults environment={environment} experimentKey={experiment.key} close={() => setSharing(false)} />}
    </Stack>
  );
}

function saveJson(results: Results): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(results, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${results.experiment}.json`;
  link.click();
  URL.revokeObjectURL(address);
}
