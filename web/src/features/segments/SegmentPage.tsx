import { Button, Group, Stack, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useKnown } from '../../api/known';
import { segments, useCan } from '../../api/queries';
import type { Segment } from '../../api/types';
import type { Condition } from '../../lib/condition';
import { useText } from '../../lib/i18n';
import { keyFault } from '../../lib/keys';
import { EnvironmentMark } from '../../ui/Badges';
import { ConditionBuilder } from '../../ui/condition/ConditionBuilder';
import { Confirm } from '../../ui/Confirm';
import { HistoryTabs } from '../../ui/HistoryTabs';
import { Icon } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { Failed, FormProblem, isMissing, LoadingPage } from '../../ui/states';
import { done } from '../../ui/toast';
import { useUnsaved } from '../../ui/Unsaved';
import { RemovedSegment, SegmentHistory } from './SegmentHistory';

/** A segment to make (at the address `new`) or to edit. */
export function SegmentPage() {
  const { environment, key } = useParams() as { environment: string; key: string };
  const making = key === 'new';
  const query = segments.useOne(environment, key, !making);
  if (making) return <Form key="new" environment={environment} saved={null} etag={null} />;
  if (query.isPending) return <LoadingPage />;
  if (isMissing(query.error)) return <RemovedSegment environment={environment} segment={key} error={query.error} />;
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <Form key={`${environment}/${key}/${query.data.etag}`} environment={environment} saved={query.data.value} etag={query.data.etag} />;
}

function Form({ environment, saved, etag }: { environment: string; saved: Segment | null; etag: string | null }) {
  const t = useText();
  const navigate = useNavigate();
  const mayWrite = useCan('segments_write');
  const save = segments.useSave(environment);
  const remove = segments.useDelete(environment);
  const known = useKnown(environment);
  const [key, setKey] = useState(saved?.key ?? '');
  const [description, setDescription] = useState(saved?.description ?? '');
  const [condition, setCondition] = useState<Condition | null>(saved?.if ?? null);
  const [deleting, setDeleting] = useState(false);
  const dirty = key !== (saved?.key ?? '') || description !== (saved?.description ?? '') || JSON.stringify(condition) !== JSON.stringify(saved?.if ?? null);
  const unsaved = useUnsaved(dirty);
  const fault = keyFault(t, key);
  const submit = async () => {
    await save.mutateAsync({ item: { key, description, if: condition! }, ...(saved ? { match: etag } : { createOnly: true }) });
    unsaved.release();
    done(t('segments.saved', { segment: key }));
    if (!saved) await navigate(`../${encodeURIComponent(key)}`, { replace: true });
  };
  const form = (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit().catch(() => undefined);
      }}
    >
      <fieldset disabled={!mayWrite} className="bare">
        <div className="card">
          <Stack gap="md">
            {!saved && (
              <TextInput label={t('field.key')} value={key} onChange={(event) => setKey(event.currentTarget.value)} error={key === '' ? null : fault} classNames={{ input: 'mono' }} required autoFocus />
            )}
            <Textarea label={t('field.description')} value={description} onChange={(event) => setDescription(event.currentTarget.value)} autosize minRows={1} />
            <ConditionBuilder
              label={t('segments.who')}
              value={condition}
              onChange={setCondition}
              known={{ ...known, segments: known.segments.filter((one) => one !== saved?.key) }}
            />
            <FormProblem error={save.error} />
            <Group justify="flex-end">
              <Button type="submit" loading={save.isPending} disabled={!dirty || fault !== null || condition === null}>
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
      title={saved?.key ?? t('segments.create')}
      parent={{ to: '..', label: t('nav.segments') }}
      badges={<EnvironmentMark environment={environment} />}
      actions={
        saved &&
        mayWrite && (
          <Button variant="default" color="red" leftSection={<Icon name="trash" size={15} />} onClick={() => setDeleting(true)}>
            {t('action.delete')}
          </Button>
        )
      }
    >
      {saved ? (
        <HistoryTabs label={t('segments.tab.edit')} icon="segment" history={() => <SegmentHistory environment={environment} segment={saved.key} etag={etag} mayRevert={mayWrite && !dirty} />}>
          {form}
        </HistoryTabs>
      ) : (
        form
      )}
      {unsaved.dialog}
      <Confirm
        opened={deleting}
        close={() => setDeleting(false)}
        title={t('segments.deleteTitle', { segment: saved?.key ?? '' })}
        confirm={t('action.delete')}
        typed={saved?.key ?? ''}
        danger
        run={async () => {
          await remove.mutateAsync(saved!.key);
          unsaved.release();
          done(t('segments.deleted', { segment: saved!.key }));
          await navigate('..');
        }}
      >
        {t('segments.deleteText')}
      </Confirm>
    </Page>
  );
}
