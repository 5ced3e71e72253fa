import { Button, Group, Stack, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { metrics, useCan } from '../../api/queries';
import type { Metric } from '../../api/types';
import { useText } from '../../lib/i18n';
import { sameJson } from '../../lib/json';
import { keyFault } from '../../lib/keys';
import { EnvironmentMark } from '../../ui/Badges';
import { Confirm } from '../../ui/Confirm';
import { HistoryTabs } from '../../ui/HistoryTabs';
import { Icon } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { Failed, FormProblem, isMissing, LoadingPage } from '../../ui/states';
import { done } from '../../ui/toast';
import { useUnsaved } from '../../ui/Unsaved';
import { MetricCheck } from './MetricCheck';
import { blank, isComplete, MetricFields, type Draft } from './MetricFields';
import { MetricHistory, RemovedMetric } from './MetricHistory';

/** A metric to make (at the address `new`) or to edit. */
export function MetricPage() {
  const { environment, key } = useParams() as { environment: string; key: string };
  const making = key === 'new';
  const query = metrics.useOne(environment, key, !making);
  if (making) return <Form key="new" environment={environment} saved={null} etag={null} />;
  if (query.isPending) return <LoadingPage />;
  if (isMissing(query.error)) return <RemovedMetric environment={environment} metric={key} error={query.error} />;
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <Form key={`${environment}/${key}/${query.data.etag}`} environment={environment} saved={query.data.value} etag={query.data.etag} />;
}

function Form({ environment, saved, etag }: { environment: string; saved: Metric | null; etag: string | null }) {
  const t = useText();
  const navigate = useNavigate();
  const mayWrite = useCan('metrics_write');
  const save = metrics.useSave(environment);
  const remove = metrics.useDelete(environment);
  const first: Draft = saved ?? blank;
  const [draft, setDraft] = useState(first);
  const [deleting, setDeleting] = useState(false);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const dirty = !sameJson(draft, first);
  const unsaved = useUnsaved(dirty);
  const fault = keyFault(t, draft.key);
  const complete = fault === null && isComplete(draft);
  const submit = async () => {
    await save.mutateAsync({ item: draft.type === 'funnel' ? { ...draft, event: draft.steps!.at(-1)! } : draft, ...(saved ? { match: etag } : { createOnly: true }) });
    unsaved.release();
    done(t('metrics.saved', { metric: draft.key }));
    if (!saved) await navigate(`../${encodeURIComponent(draft.key)}`, { replace: true });
  };
  const form = (
    <form
      className="narrow"
      onSubmit={(event) => {
        event.preventDefault();
        void submit().catch(() => undefined);
      }}
    >
      <fieldset disabled={!mayWrite} className="bare">
        <div className="card">
          <Stack gap="md">
            {!saved && (
              <TextInput label={t('field.key')} value={draft.key} onChange={(event) => set({ key: event.currentTarget.value })} error={draft.key === '' ? null : fault} classNames={{ input: 'mono' }} required autoFocus />
            )}
            <Textarea label={t('field.description')} value={draft.description ?? ''} onChange={(event) => set({ description: event.currentTarget.value })} autosize minRows={1} />
            <MetricFields draft={draft} set={setDraft} />
            <FormProblem error={save.error} />
            <Group justify="flex-end">
              <Button type="submit" loading={save.isPending} disabled={!dirty || !complete}>
                {t('action.save')}
              </Button>
            </Group>
          </Stack>
        </div>
      </fieldset>
    </form>
  );
  return (
    <Page
      title={saved?.key ?? t('metrics.create')}
      parent={{ to: '..', label: t('nav.metrics') }}
      badges={<EnvironmentMark environment={environment} />}
      actions={
        saved &&
        mayWrite && (
          <Button variant="default" leftSection={<Icon name="trash" size={15} />} onClick={() => setDeleting(true)}>
            {t('action.delete')}
          </Button>
        )
      }
    >
      {saved ? (
        <HistoryTabs label={t('segments.tab.edit')} icon="metric" history={() => <MetricHistory environment={environment} metric={saved.key} etag={etag} mayRevert={mayWrite && !dirty} />}>
          <Stack gap="lg">
            {form}
            <MetricCheck environment={environment} metric={saved} />
          </Stack>
        </HistoryTabs>
      ) : (
        form
      )}
      {unsaved.dialog}
      <Confirm
        opened={deleting}
        close={() => setDeleting(false)}
        title={t('metrics.deleteTitle', { metric: saved?.key ?? '' })}
        confirm={t('action.delete')}
        typed={saved?.key ?? ''}
        danger
        run={async () => {
          await remove.mutateAsync(saved!.key);
          unsaved.release();
          done(t('metrics.deleted', { metric: saved!.key }));
          await navigate('..');
        }}
      >
        {t('metrics.deleteText')}
      </Confirm>
    </Page>
  );
}
