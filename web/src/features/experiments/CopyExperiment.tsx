import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useCopyExperiment } from '../../api/experiments';
import { useText } from '../../lib/i18n';
import { keyFault } from '../../lib/keys';
import { EnvironmentMark } from '../../ui/Badges';
import { FormProblem } from '../../ui/states';
import { done } from '../../ui/toast';

/** "hero" → "hero-2" → "hero-3". */
export const nextKey = (key: string): string => {
  const numbered = /^(.*)-(\d+)$/.exec(key);
  return numbered ? `${numbered[1]}-${Number(numbered[2]) + 1}` : `${key}-2`;
};

/** A new draft like this experiment: the next phase, whose units are drawn anew. */
export function CopyExperiment({ environment, experimentKey, close }: { environment: string; experimentKey: string; close: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const copy = useCopyExperiment(environment, experimentKey);
  const [key, setKey] = useState(nextKey(experimentKey));
  const fault = keyFault(t, key);
  const submit = async () => {
    const made = await copy.mutateAsync(key);
    done(t('experiment.created', { experiment: made.key }));
    close();
    await navigate(`../${encodeURIComponent(made.key)}`);
  };
  return (
    <Modal opened onClose={close} title={t('copy.title', { experiment: experimentKey })} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit().catch(() => undefined);
        }}
      >
        <Stack gap="md">
          <EnvironmentMark environment={environment} />
          <Text size="sm">{t('copy.text')}</Text>
          <TextInput label={t('copy.key')} value={key} onChange={(event) => setKey(event.currentTarget.value)} error={key === '' ? null : fault} classNames={{ input: 'mono' }} required data-autofocus autoComplete="off" spellCheck={false} />
          <FormProblem error={copy.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={copy.isPending} disabled={fault !== null}>
              {t('copy.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
