import { Alert, Button, Group, Menu, ActionIcon, SimpleGrid, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { Revised } from '../../api/client';
import { useCan, useDeleteFlag, useEnvironments, useFlag, useSaveFlag } from '../../api/queries';
import type { Flag } from '../../api/types';
import { dateTime, relative } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { sameJson } from '../../lib/json';
import { EnvironmentMark, Mark, Tag } from '../../ui/Badges';
import { Confirm } from '../../ui/Confirm';
import { Copy } from '../../ui/Copy';
import { Icon } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { RampPanel } from '../../ui/ramp/RampPanel';
import { Soon } from '../../ui/Soon';
import { Failed, LoadingPage } from '../../ui/states';
import { done } from '../../ui/toast';
import { useNow } from '../../ui/useNow';
import { useView } from '../../ui/useView';
import { CopyToEnvironment } from './CopyToEnvironment';
import { FlagEditor } from './FlagEditor';
import { FlagHistory } from './FlagHistory';
import { FlagSwitch } from './FlagSwitch';
import { PublishBar } from './PublishBar';
import { TryIt } from './TryIt';

export function FlagPage() {
  const { environment, key } = useParams() as { environment: string; key: string };
  const query = useFlag(environment, key);
  if (query.isPending) return <LoadingPage />;
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <LoadedFlag key={`${environment}/${key}`} environment={environment} saved={query.data} refresh={() => query.refetch()} />;
}

function LoadedFlag({ environment, saved, refresh }: { environment: string; saved: Revised<Flag>; refresh: () => Promise<{ data?: Revised<Flag> | undefined }> }) {
  const t = useText();
  const now = useNow();
  const navigate = useNavigate();
  const mayWrite = useCan('flags_write');
  const mayRelease = useCan('release');
  const [tab, setTab] = useView('tab');
  const [base, setBase] = useState(saved);
  const [draft, setDraft] = useState(saved.value);
  const [deleting, setDeleting] = useState(false);
  const [copying, setCopying] = useState(false);
  const remove = useDeleteFlag(environment);
  const save = useSaveFlag(environment);
  const environments = useEnvironments();
  const dirty = !sameJson(draft, base.value);
  // The flag changed elsewhere. An untouched page follows; a draft is never overwritten behind its author's back.
  const foreign = base.etag !== saved.etag;
  if (foreign && !dirty) {
    setBase(saved);
    setDraft(saved.value);
  }
  const follow = (next: Revised<Flag>) => {
    setBase(next);
    setDraft(next.value);
  };
  const live = base.value;

  return (
    <Page
      title={live.key}
      parent={{ to: '..', label: t('nav.flags') }}
      badges={
        <>
          <Copy value={live.key} label={t('flag.copyKey')} />
          <EnvironmentMark environment={environment} />
          {live.critical && (
            <Mark tone="bad" icon="shield">
              {t('flag.killSwitch')}
            </Mark>
          )}
          <Tag>{t(`type.${live.type}`)}</Tag>
          {live.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </>
      }
      lead={
        <>
          {live.description}
          <Text size="xs" title={dateTime(live.updated_at)} mt={2}>
            {t('flag.changed', { when: relative(live.updated_at, now) })}
          </Text>
        </>
      }
      actions={
        <>
          <FlagSwitch flag={live} environment={environment} disabled={!mayWrite || dirty} size="lg" />
          {mayWrite && (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="default" size="lg" aria-label={t('action.moreActions')}>
                  <Icon name="more" />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {(environments.data?.length ?? 0) > 1 && (
                  <Menu.Item leftSection={<Icon name="copy" size={15} />} onClick={() => setCopying(true)}>
                    {t('flag.copyTo')}
                  </Menu.Item>
                )}
                {mayRelease && (
                  <Menu.Item leftSection={<Icon name="experiment" size={15} />} component={Link} to="experiment">
                    {t('fromFlag.menu')}
                  </Menu.Item>
                )}
                <Menu.Item color="red" leftSection={<Icon name="trash" size={15} />} onClick={() => setDeleting(true)}>
                  {t('flag.delete')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      }
    >
      {foreign && dirty && (
        <Alert color="yellow" icon={<Icon name="warning" />} title={t('flag.foreignTitle')} role="alert">
          <Group gap="sm">
            <Text size="sm">{t('flag.foreign')}</Text>
            <Button size="xs" variant="default" onClick={() => follow(saved)}>
              {t('flag.takeTheirs')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setBase(saved)}>
              {t('flag.keepMine')}
            </Button>
          </Group>
        </Alert>
      )}
      <Tabs value={tab || 'edit'} onChange={(next) => setTab(next === 'edit' ? '' : (next ?? ''))} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="edit" leftSection={<Icon name="flag" size={15} />}>
            {t('flag.tab.edit')}
          </Tabs.Tab>
          <Tabs.Tab value="ramp" leftSection={<Icon name="up" size={15} />}>
            {t('ramp.title')}
          </Tabs.Tab>
          <Tabs.Tab value="history" leftSection={<Icon name="history" size={15} />}>
            {t('flag.tab.history')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="edit" pt="lg">
          <SimpleGrid cols={{ base: 1, lg: 2 }} className="editor-grid">
            <FlagEditor environment={environment} draft={draft} live={live} onChange={setDraft} readOnly={!mayWrite} />
            <Stack gap="md" className="aside">
              <Soon>
                <TryIt environment={environment} live={live} draft={draft} etag={base.etag} />
              </Soon>
            </Stack>
          </SimpleGrid>
        </Tabs.Panel>
        <Tabs.Panel value="ramp" pt="lg">
          <RampPanel of={{ environment, kind: 'flag', key: live.key }} current={live.rollout} mayWrite={mayWrite} open />
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="lg">
          <FlagHistory
            environment={environment}
            flagKey={live.key}
            live={live}
            {...(mayWrite
              ? {
                  restore: (old: Flag) => {
                    setDraft({ ...live, ...old, created_at: live.created_at, updated_at: live.updated_at });
                    setTab('');
                  },
                }
              : {})}
          />
        </Tabs.Panel>
      </Tabs>
      {dirty && (
        <PublishBar
          environment={environment}
          before={base}
          draft={draft}
          discard={() => setDraft(base.value)}
          published={follow}
          refresh={async () => {
            await refresh();
          }}
        />
      )}
      <Confirm
        opened={deleting}
        close={() => setDeleting(false)}
        title={t('flag.deleteTitle', { flag: live.key })}
        confirm={t('action.delete')}
        typed={live.key}
        danger
        run={async () => {
          await remove.mutateAsync(live.key);
          // Algorithm and salt come along: the same people get the same again.
          done(t('flag.deleted', { flag: live.key }), () => save.mutateAsync({ flag: live, createOnly: true }));
          await navigate('..');
        }}
      >
        <EnvironmentMark environment={environment} /> {t('flag.deleteText')}
      </Confirm>
      <CopyToEnvironment opened={copying} close={() => setCopying(false)} environment={environment} flag={live} />
    </Page>
  );
}
