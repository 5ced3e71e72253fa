import { Button, Checkbox, Group, Modal, NumberInput, Stack, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useCan, useSaveSettings, useSettings } from '../../api/queries';
import type { Revised } from '../../api/client';
import type { Settings } from '../../api/types';
import { useText } from '../../lib/i18n';
import { Answer, FormProblem } from '../../ui/states';
import { done } from '../../ui/toast';

/** How an environment is run: whether changes need a second person, and what is kept of contexts. */
export function SettingsDialog({ environment, name, close }: { environment: string; name: string; close: () => void }) {
  const t = useText();
  const query = useSettings(environment);
  return (
    <Modal opened onClose={close} title={t('settings.title', { environment: name })} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Answer query={query}>{() => <Form environment={environment} name={name} saved={query.data!} close={close} />}</Answer>
    </Modal>
  );
}

function Form({ environment, name, saved, close }: { environment: string; name: string; saved: Revised<Settings>; close: () => void }) {
  const t = useText();
  const mayWrite = useCan('environments_write');
  const save = useSaveSettings(environment);
  const [review, setReview] = useState({ required: saved.value.review?.required ?? false, approvals: saved.value.review?.approvals ?? 1 });
  const [contexts, setContexts] = useState(saved.value.recent_contexts ?? { enabled: true, attributes: null });
  const submit = async () => {
    await save.mutateAsync({ settings: { review, recent_contexts: contexts }, match: saved.etag });
    done(t('settings.saved', { environment: name }));
    close();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit().catch(() => undefined);
      }}
    >
      <fieldset disabled={!mayWrite} className="bare">
        <Stack gap="md">
          <Checkbox label={t('settings.review')} description={t('settings.reviewHint')} checked={review.required} onChange={(event) => setReview({ ...review, required: event.currentTarget.checked })} />
          {review.required && (
            <NumberInput label={t('settings.approvals')} value={review.approvals} onChange={(approvals) => typeof approvals === 'number' && setReview({ ...review, approvals })} min={1} max={10} allowDecimal={false} />
          )}
          <Checkbox label={t('settings.contexts')} description={t('settings.contextsHint')} checked={contexts.enabled ?? true} onChange={(event) => setContexts({ ...contexts, enabled: event.currentTarget.checked })} />
          {contexts.enabled !== false && (
            <TagsInput
              label={t('settings.attributes')}
              description={t('settings.attributesHint')}
              value={contexts.attributes ?? []}
              onChange={(attributes) => setContexts({ ...contexts, attributes: attributes.length === 0 ? null : attributes })}
              splitChars={[',', ' ']}
              acceptValueOnBlur
            />
          )}
          <FormProblem error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </fieldset>
    </form>
  );
}
