import { ActionIcon, Button, Menu, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useDeleteExperiment, useDeletion, useExperiment, useStep, type Step } from '../../api/experiments';
import { useCan } from '../../api/queries';
import type { Experiment } from '../../api/types';
import { number } from '../../lib/format';
import { plural, useText, type MessageKey } from '../../lib/i18n';
import { EnvironmentMark, ExperimentStatusMark, Mark } from '../../ui/Badges';
import { Confirm } from '../../ui/Confirm';
import { Copy } from '../../ui/Copy';
import { Icon, type IconName } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { Failed, LoadingPage } from '../../ui/states';
import { done } from '../../ui/toast';
import { useView } from '../../ui/useView';
import { Conclude } from './Conclude';
import { CopyExperiment } from './CopyExperiment';
import { ExperimentHistory } from './ExperimentHistory';
import { ExperimentSetup } from './ExperimentSetup';
import { LaunchChecks } from './LaunchChecks';
import { ResultsView } from './ResultsView';
import { Safety } from './Safety';
import { PausedByGuardrail } from './Tripped';

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
  const mayRelease = useCan('release');
  const step = useStep(environment, experiment.key);
  const remove = useDeleteExperiment(environment);
  const [tab, setTab] = useView('tab');
  const [asked, setAsked] = useState<Step | 'delete' | 'copy' | null>(null);
  const deletion = useDeletion(environment, experiment.key, asked === 'delete');
  const steps = mayRelease ? allowed[experiment.status].filter((one) => one !== 'conclude' || experiment.winner === null || experiment.winner === undefined) : [];
  const [first, ...rest] = steps;
  const started = experiment.status !== 'draft';
  const pending = asked === null || asked === 'delete' || asked === 'copy' || asked === 'conclude' ? null : asked;
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
                <Menu.Item leftSection={<Icon name="copy" size={15} />} onClick={() => setAsked('copy')}>
                  {t('copy.menu')}
                </Menu.Item>
                {mayRelease && (
                  <Menu.Item color="red" leftSection={<Icon name="trash" size={15} />} onClick={() => setAsked('delete')}>
                    {t('experiment.delete')}
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      }
    >
      <PausedByGuardrail environment={environment} experiment={experiment} />
      <Tabs value={shown} onChange={(next) => setTab(next ?? '')} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="results" leftSection={<Icon name="metric" size={15} />}>
            {t('experiment.tab.results')}
          </Tabs.Tab>
          <Tabs.Tab value="setup" leftSection={<Icon name="experiment" size={15} />}>
            {t('experiment.tab.setup')}
          </Tabs.Tab>
          <Tabs.Tab value="safety" leftSection={<Icon name="shield" size={15} />}>
            {t('experiment.tab.safety')}
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
        <Tabs.Panel value="safety" pt="lg">
          <Safety environment={environment} experiment={experiment} mayWrite={mayWrite} mayRelease={mayRelease} />
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="lg">
          <ExperimentHistory environment={environment} experimentKey={experiment.key} />
        </Tabs.Panel>
      </Tabs>
      <Confirm
        opened={asked !== null && asked !== 'conclude' && asked !== 'delete' && asked !== 'copy'}
        close={() => setAsked(null)}
        title={pending ? t('experiment.stepTitle', { step: t(`experiment.do.${pending}` as MessageKey), experiment: experiment.key }) : ''}
        confirm={pending ? t(`experiment.do.${pending}` as MessageKey) : ''}
        danger={asked === 'stop'}
        run={() => go(pending!)}
      >
        <EnvironmentMark environment={environment} /> {pending ? t(`experiment.about.${pending}` as MessageKey) : ''}
        {pending === 'launch' && <LaunchChecks environment={environment} experiment={experiment} />}
      </Confirm>
      {asked === 'copy' && <CopyExperiment environment={environment} experimentKey={experiment.key} close={() => setAsked(null)} />}
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
        {deletion.data && (
          <Text size="sm" mt="xs">
            {deletion.data.used_by.length > 0
              ? t('experiment.deleteUsed', { users: deletion.data.used_by.join(', ') })
              : plural(t, 'experiment.deleteCount', deletion.data.assignments, { count: number(deletion.data.assignments) })}
          </Text>
        )}
      </Confirm>
    </Page>
  );
}
