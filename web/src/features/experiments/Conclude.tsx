import { Button, Checkbox, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { flagsServing, useDeletion, useStep } from '../../api/experiments';
import type { Experiment } from '../../api/types';
import { list } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { EnvironmentMark } from '../../ui/Badges';
import { FormProblem, LoadingRows } from '../../ui/states';
import { done } from '../../ui/toast';

/** Ends an experiment: names the winner and, if wanted, makes it what its flags serve from now on. */
export function Conclude({ environment, experiment, close }: { environment: string; experiment: Experiment; close: () => void }) {
  const t = useText();
  const step = useStep(environment, experiment.key);
  const [winner, setWinner] = useState('');
  const [makeDefault, setMakeDefault] = useState(true);
  const uses = useDeletion(environment, experiment.key, true);
  const driven = flagsServing(uses.data);
  const submit = async () => {
    await step.mutateAsync({ step: 'conclude', body: { winner, make_default: makeDefault && driven.length > 0 } });
    done(t('experiment.did.conclude', { experiment: experiment.key }));
    close();
  };
  return (
    <Modal opened onClose={close} title={t('experiment.concludeTitle', { experiment: experiment.key })} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit().catch(() => undefined);
        }}
      >
        <Stack gap="md">
          <EnvironmentMark environment={environment} />
          <Radio.Group label={t('experiment.winner')} value={winner} onChange={setWinner} required>
            <Stack gap="xs" mt="xs">
              {experiment.variants.map((variant) => (
                <Radio key={variant.key} value={variant.key} label={variant.key === experiment.control ? t('experiment.controlNamed', { variant: variant.key }) : variant.key} />
              ))}
            </Stack>
          </Radio.Group>
          {driven.length > 0 ? (
            <Checkbox label={t('experiment.makeDefault')} description={t('experiment.makeDefaultHint', { flags: list(driven) })} checked={makeDefault} onChange={(event) => setMakeDefault(event.currentTarget.checked)} />
          ) : uses.isPending ? (
            <LoadingRows rows={1} />
          ) : (
            uses.isSuccess && (
              <Text size="sm" c="dimmed">
                {t('experiment.noFlags')}
              </Text>
            )
          )}
          <FormProblem error={step.error ?? uses.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={step.isPending} disabled={winner === '' || uses.isPending}>
              {t('experiment.do.conclude')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
