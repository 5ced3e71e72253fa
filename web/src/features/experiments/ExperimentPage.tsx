import { ActionIcon, Button, Menu, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useDeleteExperiment, useExperiment, useStep, type Step } from '../../api/experiments';
import { useCan } from '../../api/queries';
import type { Experiment } from '../../api/types';
import { useText, type MessageKey } from '../../lib/i18n';
import { EnvironmentMark, ExperimentStatusMark, Mark } from '../../ui/Badges';
import { Confirm } from '../../ui/Confirm';
import { Copy } from '../../ui/Copy';
import { Icon, type IconName } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { Failed, LoadingPage } from '../../ui/states';
import { done } from '../../ui/toast';
import { useView } from '../../ui/useView';
import { Conclude } from './Conclude';
import { ExperimentHistory } from './ExperimentHistory';
import { ExperimentSetup } from './ExperimentSetup';
import { ResultsView } from './ResultsView';

/** The steps that each state allows, the likeliest first. */
const allowed: Record<Experiment['status'], Step[]> = {
  draft: ['launch', 'archive'],
  running: ['conclude', 'pause', 'stop'],
  paused: ['resume', 'conclude', 'stop'],
  stopped: ['conclude', 'archive'],
  archived: [],
};
const icons: Record<Step, IconName> = { launch: 'play', pause: 'pause', resume: 'play', stop: 'stop', conclude: 'check', archive: 'layer' };

export function ExperimentPage() {
  const { environment, key } = useParams() as { environment: string; key: string };
  const query = useExperiment(environment, key);
  if (query.isPending) return <LoadingPage />;
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <Loaded environment={environment} experiment={query.data.value} etag={query.data.etag} />;
}

function Loaded({ environment, experiment, etag }: { environment: string; experiment: Experiment; etag: string | null }) {
  const t = useText();
  const navigate = useNavigate();
  const mayWrite = useCan('experiments_write');
  const step = useStep(environment, experiment.key);
  const remove = useDeleteExperiment(environment);
  const [tab, setTab] = useView('tab');
  const [asked, setAsked] = useState<Step | 'delete' | null>(null);
  const steps = mayWrite ? allowed[experiment.status].filter((one) => one !== 'conclude' || experiment.winner === null || experiment.winner === undefined) : [];
  const [first, ...rest] = steps;
  const started = experiment.status !== 'draft';
  const shown = tab || (started ? 'results' : 'setup');
  const go = async (one: Step) => {
    await step.mutateAsync({ step: one });
    done(t(`experiment.did.${one}` as MessageKey, { experiment: experiment.key }));
  };
  return (
    <Page
      title={experiment.key}
      parent={{ to: '..', label: t('nav.experiments') }}
      badges={
        <>
          <Copy value={experiment.key} label={t('flag.copyKey')} />
          <ExperimentStatusMark status={experiment.status} />
          <EnvironmentMark environment={environment} />
          {experiment.winner && (
            <Mark tone="good" icon="check">
              {t('experiments.won', { variant: experiment.winner })}
            </Mark>
          )}
        </>
      }
      lead={
        <>
          {experiment.description}
          {experiment.hypothesis && (
            <Text size="sm" mt={4}>
              <strong>{t('experiment.hypothesis')}:</strong> {experiment.hypothesis}
            </Text>
          )}
        </>
      }
      actions={
        <>
          {first && (
            <Button leftSection={<Icon name={icons[first]} size={15} />} onClick={() => setAsked(first)}>
              {t(`experiment.do.${first}` as MessageKey)}
            </Button>
          )}
          {mayWrite && (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="default" size={36} aria-label={t('action.moreActions')}>
                  <Icon name="more" />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {rest.map((one) => (
                  <Menu.Item key={one} leftSection={<Icon name={icons[one]} size={15} />} onClick={() => setAsked(one)}>
                    {t(`experiment.do.${one}` as MessageKey)}
                  </Menu.Item>
                ))}
                <Menu.Item color="red" leftSection={<Icon name="trash" size={15} />} onClick={() => setAsked('delete')}>
                  {t('experiment.delete')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      }
    >
      <Tabs value={shown} onChange={(next) => setTab(next ?? '')} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="results" leftSection={<Icon name="metric" size={15} />}>
            {t('experiment.tab.results')}
          </Tabs.Tab>
          <Tabs.Tab value="setup" leftSection={<Icon name="experiment" size={15} />}>
            {t('experiment.tab.setup')}
          </Tabs.Tab>
          <Tabs.Tab value="history" leftSection={<Icon name="history" size={15} />}>
            {t('flag.tab.history')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="results" pt="lg">
          <ResultsView environment={environment} experiment={experiment} />
        </Tabs.Panel>
        <Tabs.Panel value="setup" pt="lg">
          <ExperimentSetup key={etag} environment={environment} experiment={experiment} etag={etag} mayWrite={mayWrite} />
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="lg">
          <ExperimentHistory environment={environment} experimentKey={experiment.key} />
        </Tabs.Panel>
      </Tabs>
      <Confirm
        opened={asked !== null && asked !== 'conclude' && asked !== 'delete'}
        close={() => setAsked(null)}
        title={asked && asked !== 'delete' ? t('experiment.stepTitle', { step: t(`experiment.do.${asked}` as MessageKey), experiment: experiment.key }) : ''}
        confirm={asked && asked !== 'delete' ? t(`experiment.do.${asked}` as MessageKey) : ''}
        danger={asked === 'stop'}
        run={() => go(asked as Step)}
      >
        <EnvironmentMark environment={environment} /> {asked && asked !== 'delete' ? t(`experiment.about.${asked}` as MessageKey) : ''}
      </Confirm>
      {asked === 'conclude' && <Conclude environment={environment} experiment={experiment} close={() => setAsked(null)} />}
      <Confirm
        opened={asked === 'delete'}
        close={() => setAsked(null)}
        title={t('experiment.deleteTitle', { experiment: experiment.key })}
        confirm={t('action.delete')}
        typed={experiment.key}
        danger
        run={async () => {
          await remove.mutateAsync(experiment.key);
          done(t('experiment.deleted', { experiment: experiment.key }));
          await navigate('..');
        }}
      >
        <EnvironmentMark environment={environment} /> {t('experiment.deleteText')}
      </Confirm>
    </Page>
  );
}
