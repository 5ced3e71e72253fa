import { Alert, Button, Collapse, Group, List, Modal, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Problem, type Revised } from '../../api/client';
import { usePropose } from '../../api/drafts';
import { flagBody, useSaveFlag } from '../../api/queries';
import type { Flag } from '../../api/types';
import { plural, useText } from '../../lib/i18n';
import { EnvironmentMark } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { FormProblem } from '../../ui/states';
import { done } from '../../ui/toast';
import { useUnsaved } from '../../ui/Unsaved';
import { changes } from './draft';
import { PreviewPanel } from './PreviewPanel';

interface PublishBarProps {
  environment: string;
  before: Revised<Flag>;
  draft: Flag;
  discard: () => void;
  published: (saved: Revised<Flag>) => void;
  refresh: () => Promise<void>;
}

/** Stands at the bottom while there is a draft: what would change, in words, before it does. */
export function PublishBar({ environment, before, draft, discard, published, refresh }: PublishBarProps) {
  const t = useText();
  const save = useSaveFlag(environment);
  const [reviewing, setReviewing] = useState(false);
  const [json, setJson] = useState(false);
  const said = changes(t, before.value, draft);
  const unsaved = useUnsaved(true);
  const propose = usePropose(environment);
  const [comment, setComment] = useState('');
  const needsReview = save.error instanceof Problem && save.error.code === 'review_required';

  const publish = async () => {
    try {
      const saved = await save.mutateAsync({ flag: draft, match: before.etag });
      setReviewing(false);
      done(t('flag.published', { flag: draft.key, environment }));
      published(saved);
    } catch (error) {
      // The refusal stands in the dialog. A lost race also shows what the other one made of the flag.
      if (error instanceof Problem && error.status === 412) await refresh();
    }
  };

  const ask = async () => {
    await propose.mutateAsync({ kind: 'flag', key: draft.key, action: 'set', change: flagBody(draft), comment: comment.trim() });
    setReviewing(false);
    done(t('drafts.proposed'));
    discard();
  };

  return (
    <>
      <Paper className="publish-bar" withBorder shadow="md" role="region" aria-label={t('flag.draft')}>
        <Group justify="space-between" gap="sm">
          <Text size="sm" role="status">
            <strong>{plural(t, 'flag.changes', said.length)}</strong> {said[0]}
            {said.length > 1 ? ' …' : ''}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={discard}>
              {t('action.discard')}
            </Button>
            <Button onClick={() => setReviewing(true)}>{t('flag.review')}</Button>
          </Group>
        </Group>
      </Paper>
      <Modal opened={reviewing} onClose={() => setReviewing(false)} title={t('flag.reviewTitle')} size="lg" closeButtonProps={{ 'aria-label': t('action.close') }}>
        <Stack gap="md">
          <Group gap="xs">
            <EnvironmentMark environment={environment} />
            <Text span className="mono" fw={600}>
              {draft.key}
            </Text>
          </Group>
          <List spacing={6} size="sm">
            {said.map((sentence, index) => (
              <List.Item key={index}>{sentence}</List.Item>
            ))}
          </List>
          <Button variant="subtle" size="xs" w="fit-content" onClick={() => setJson(!json)} aria-expanded={json}>
            {t(json ? 'flag.hideJson' : 'flag.showJson')}
          </Button>
          <Collapse expanded={json}>
            <pre className="snippet" tabIndex={0}>
              {JSON.stringify(flagBody(draft), null, 2)}
            </pre>
          </Collapse>
          {reviewing && <PreviewPanel environment={environment} draft={draft} />}
          {needsReview ? (
            <>
              <Alert color="blue" icon={<Icon name="shield" />}>
                {t('drafts.required')}
              </Alert>
              <TextInput label={t('drafts.comment')} value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
              <FormProblem error={propose.error} />
            </>
          ) : (
            <FormProblem error={save.error} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setReviewing(false)}>
              {t('flag.editOn')}
            </Button>
            {needsReview ? (
              <Button onClick={() => void ask().catch(() => undefined)} loading={propose.isPending} leftSection={<Icon name="check" size={16} />}>
                {t('drafts.propose')}
              </Button>
            ) : (
              <Button onClick={() => void publish()} loading={save.isPending} leftSection={<Icon name="check" size={16} />} data-autofocus>
                {t('flag.publishTo', { environment })}
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
      {unsaved.dialog}
    </>
  );
}
