import { ActionIcon, Alert, Anchor, Button, Group, Modal, NativeSelect, Stack, Text, TextInput, Title, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCan } from '../../api/queries';
import { sharedPage, useCreateSnapshot, useRevokeSnapshot, useSnapshots } from '../../api/snapshots';
import type { Snapshot } from '../../api/types';
import { date, dateTime } from '../../lib/format';
import { plural, useText } from '../../lib/i18n';
import { EnvironmentMark, Mark } from '../../ui/Badges';
import { Snippet } from '../../ui/Copy';
import { Icon } from '../../ui/icons';
import { Answer, FormProblem } from '../../ui/states';
import { done } from '../../ui/toast';

const lives = [7, 30, 90, 365];

/** Freezes the results as they are and hands out a link to them; lists the snapshots there are. */
export function ShareResults({ environment, experimentKey, close }: { environment: string; experimentKey: string; close: () => void }) {
  const t = useText();
  const mayWrite = useCan('experiments_write');
  const create = useCreateSnapshot(environment, experimentKey);
  const [note, setNote] = useState('');
  const [days, setDays] = useState(30);
  const made = create.data;
  return (
    <Modal opened onClose={close} title={t('share.titleOf', { experiment: experimentKey })} size="lg" closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Stack gap="lg">
        {made?.token ? (
          <Stack gap="sm">
            <Alert color="teal" icon={<Icon name="check" />} title={t('share.made')}>
              {t('share.once', { date: date(made.expires_at) })}
            </Alert>
            <Snippet code={sharedPage(made.token)} label={t('share.link')} />
          </Stack>
        ) : (
          mayWrite && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                create.mutate({ note, expires_at: new Date(Date.now() + days * 86_400_000).toISOString() });
              }}
            >
              <Stack gap="md">
                <Group gap="xs">
                  <EnvironmentMark environment={environment} />
                </Group>
                <Text size="sm">{t('share.text')}</Text>
                <TextInput label={t('share.note')} description={t('share.noteHint')} value={note} maxLength={1000} onChange={(event) => setNote(event.currentTarget.value)} data-autofocus />
                <NativeSelect label={t('share.ends')} value={days} onChange={(event) => setDays(Number(event.currentTarget.value))} data={lives.map((value) => ({ value: String(value), label: plural(t, 'share.days', value) }))} maw={200} />
                <FormProblem error={create.error} />
                <Group justify="flex-end">
                  <Button type="submit" loading={create.isPending} leftSection={<Icon name="share" size={15} />}>
                    {t('share.make')}
                  </Button>
                </Group>
              </Stack>
            </form>
          )
        )}
        <Snapshots environment={environment} experimentKey={experimentKey} mayWrite={mayWrite} />
      </Stack>
    </Modal>
  );
}

function Snapshots({ environment, experimentKey, mayWrite }: { environment: string; experimentKey: string; mayWrite: boolean }) {
  const t = useText();
  const query = useSnapshots(environment, experimentKey);
  return (
    <section aria-label={t('share.list')}>
      <Title order={3} size="h5" mb="xs">
        {t('share.list')}
      </Title>
      <Answer query={query}>
        {() =>
          query.data!.items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('share.none')}
            </Text>
          ) : (
            <Stack gap="xs" component="ul" className="bare-list">
              {query.data!.items.map((one) => (
                <Row key={one.id} snapshot={one} environment={environment} experimentKey={experimentKey} mayWrite={mayWrite} />
              ))}
            </Stack>
          )
        }
      </Answer>
    </section>
  );
}

function Row({ snapshot, environment, experimentKey, mayWrite }: { snapshot: Snapshot; environment: string; experimentKey: string; mayWrite: boolean }) {
  const t = useText();
  const revoke = useRevokeSnapshot(environment, experimentKey);
  const when = dateTime(snapshot.created_at);
  return (
    <li>
      <Group justify="space-between" gap="sm" wrap="nowrap" className="check">
        <div className="break">
          <Anchor component={Link} to={`snapshots/${snapshot.id}`} size="sm" fw={600}>
            {when}
          </Anchor>
          {snapshot.note && <Text size="sm">{snapshot.note}</Text>}
          <Text size="xs" c="dimmed">
            {t('share.by', { actor: snapshot.created_by })} · {t('share.until', { date: date(snapshot.expires_at) })}
          </Text>
          <FormProblem error={revoke.error} />
        </div>
        <Group gap="xs" wrap="nowrap">
          <Mark tone={snapshot.is_open ? 'good' : 'quiet'}>{t(snapshot.is_open ? 'share.open' : 'share.ended')}</Mark>
          {mayWrite && (
            <Tooltip label={t('share.revoke')}>
              <ActionIcon
                variant="subtle"
                color="red"
                size="lg"
                loading={revoke.isPending}
                aria-label={t('share.revokeOf', { when })}
                onClick={() => revoke.mutate(snapshot.id, { onSuccess: () => done(t('share.revoked')) })}
              >
                <Icon name="trash" size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      </Group>
    </li>
  );
}
