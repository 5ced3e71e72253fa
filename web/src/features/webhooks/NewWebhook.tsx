import { Alert, Button, Group, Modal, MultiSelect, Radio, Stack, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useEnvironments } from '../../api/queries';
import { useCreateWebhook, type WebhookDraft } from '../../api/webhooks';
import { useText } from '../../lib/i18n';
import { Snippet } from '../../ui/Copy';
import { Icon } from '../../ui/icons';
import { FormProblem } from '../../ui/states';

const blank: WebhookDraft = { name: '', url: '', format: 'json', events: ['flag.*', 'experiment.*', 'guardrail.*', 'draft.*'], environments: [], enabled: true };

/** A webhook to make; its secret is shown once. */
export function NewWebhook({ close }: { close: () => void }) {
  const t = useText();
  const environments = useEnvironments();
  const create = useCreateWebhook();
  const [draft, setDraft] = useState(blank);
  const set = (change: Partial<WebhookDraft>) => setDraft({ ...draft, ...change });
  return (
    <Modal opened onClose={close} title={t('webhooks.create')} size="lg" closeOnClickOutside={!create.data} closeButtonProps={{ 'aria-label': t('action.close') }}>
      {create.data ? (
        <Stack gap="md">
          <Alert color="yellow" icon={<Icon name="warning" />}>
            {t('webhooks.secretOnce')}
          </Alert>
          <Snippet code={create.data.secret ?? ''} label={t('webhooks.secret')} />
          <Group justify="flex-end">
            <Button onClick={close}>{t('action.close')}</Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate({ ...draft, name: draft.name.trim(), url: draft.url.trim() });
          }}
        >
          <Stack gap="md">
            <TextInput label={t('field.name')} value={draft.name} onChange={(event) => set({ name: event.currentTarget.value })} maxLength={128} required data-autofocus />
            <TextInput type="url" label={t('webhooks.url')} value={draft.url} onChange={(event) => set({ url: event.currentTarget.value })} placeholder="https://" required />
            <Radio.Group label={t('webhooks.format')} value={draft.format} onChange={(format) => set({ format })}>
              <Stack gap="xs" mt="xs">
                <Radio value="json" label={t('webhooks.format.json')} />
                <Radio value="slack" label={t('webhooks.format.slack')} />
              </Stack>
            </Radio.Group>
            <TagsInput label={t('webhooks.events')} description={t('webhooks.eventsHint')} value={draft.events} onChange={(events) => set({ events })} acceptValueOnBlur />
            <MultiSelect label={t('nav.environments')} placeholder={draft.environments.length === 0 ? t('members.everywhere') : ''} value={draft.environments} onChange={(chosen) => set({ environments: chosen })} data={environments.data?.map((one) => one.key) ?? []} />
            <FormProblem error={create.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" loading={create.isPending}>
                {t('webhooks.create')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
