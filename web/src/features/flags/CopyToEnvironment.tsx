import { Button, Checkbox, Group, List, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useEnvironments, useFlag, useSaveFlag } from '../../api/queries';
import type { Flag } from '../../api/types';
import { useText } from '../../lib/i18n';
import { EnvironmentMark } from '../../ui/Badges';
import { FormProblem } from '../../ui/states';
import { done } from '../../ui/toast';
import { changes } from './draft';

/** Takes a flag's rules over to another environment, with a look at what would change there. */
export function CopyToEnvironment({ opened, close, environment, flag }: { opened: boolean; close: () => void; environment: string; flag: Flag }) {
  const t = useText();
  const environments = useEnvironments();
  const others = (environments.data ?? []).filter((one) => one.key !== environment);
  const [chosen, setChosen] = useState('');
  const [withState, setWithState] = useState(false);
  const target = chosen || others[0]?.key || '';
  const there = useFlag(target, flag.key, opened && target !== '');
  const save = useSaveFlag(target);
  const existing = there.data?.value ?? null;
  const copy: Flag = { ...flag, enabled: withState ? flag.enabled : (existing?.enabled ?? false), ...(existing ? { algorithm: existing.algorithm, salt: existing.salt ?? null } : {}) };
  const said = existing ? changes(t, existing, copy) : [];
  const run = async () => {
    await save.mutateAsync({ flag: copy, ...(existing ? { match: there.data!.etag } : { createOnly: true }) });
    done(t('flag.copied', { flag: flag.key, environment: target }));
    close();
  };
  return (
    <Modal opened={opened} onClose={close} title={t('flag.copyTo')} size="lg" closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Stack gap="md">
        <NativeSelect label={t('nav.environment')} value={target} onChange={(event) => setChosen(event.currentTarget.value)} data={others.map((one) => ({ value: one.key, label: one.name }))} />
        <Checkbox label={t('flag.copyState')} checked={withState} onChange={(event) => setWithState(event.currentTarget.checked)} />
        <div>
          <EnvironmentMark environment={target} />
          {!existing ? (
            <Text size="sm" mt="xs">
              {t('flag.copyNew')}
            </Text>
          ) : said.length === 0 ? (
            <Text size="sm" mt="xs">
              {t('flag.copySame')}
            </Text>
          ) : (
            <List size="sm" mt="xs">
              {said.map((sentence, index) => (
                <List.Item key={index}>{sentence}</List.Item>
              ))}
            </List>
          )}
        </div>
        <FormProblem error={save.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
          <Button onClick={() => void run().catch(() => undefined)} loading={save.isPending} disabled={there.isFetching || (existing !== null && said.length === 0)}>
            {t('flag.copyGo')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
