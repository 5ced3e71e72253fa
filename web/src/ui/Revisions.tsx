import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useRevert, useRevision, useRevisions, type Kept } from '../api/revisions';
import type { Difference, Revision } from '../api/types';
import { dateTime, relative } from '../lib/format';
import { useText, type Translate } from '../lib/i18n';
import { EnvironmentMark, Mark } from './Badges';
import { Confirm } from './Confirm';
import { Icon } from './icons';
import { Answer, Empty, Failed, LoadingRows, LoadMore } from './states';
import { done } from './toast';
import { useNow } from './useNow';

interface RevisionsProps<T> {
  of: Kept;
  /** The revision of the item as it is; null where it was removed. */
  etag: string | null;
  /** A member that changed, in a sentence; null for one that tells nobody anything. */
  say: (difference: Difference) => string | null;
  /** The item as it was, before it is brought back. */
  show: (item: T) => ReactNode;
  /** What bringing it back does to others. */
  effect: string;
  mayRevert: boolean;
}

/** Who changed what, when; every state but the present one can be brought back. */
export function Revisions<T>({ of, etag, say, show, effect, mayRevert }: RevisionsProps<T>) {
  const t = useText();
  const now = useNow();
  const query = useRevisions(of);
  const revert = useRevert(of);
  // Stays while the dialog closes, so that its words do.
  const [chosen, setChosen] = useState<Revision | null>(null);
  const [asking, setAsking] = useState(false);
  const ask = (revision: Revision) => {
    setChosen(revision);
    setAsking(true);
  };
  const past = useRevision<T>(of, chosen?.version ?? null);
  return (
    <Answer query={query}>
      {() => {
        const revisions = query.data!.pages.flatMap((page) => page.items);
        if (revisions.length === 0) return <Empty icon="history" title={t('history.none')} />;
        return (
          <>
            <Stack gap="sm" component="ol" className="bare-list" aria-label={t('flag.tab.history')}>
              {revisions.map((revision, index) => (
                <li key={revision.version} className="card">
                  <Group justify="space-between" gap="xs" align="flex-start">
                    <div>
                      <Group gap="xs">
                        <Text size="sm" fw={700}>
                          {revision.actor}
                        </Text>
                        <Text size="sm" c="dimmed">
                          {relative(revision.at, now)} · {dateTime(revision.at)}
                        </Text>
                        {index === 0 && !revision.removed && <Mark tone="good">{t('history.present')}</Mark>}
                      </Group>
                      <List size="sm" mt={4} className="break" listStyleType="disc">
                        {sentences(t, revision, say).map((sentence) => (
                          <List.Item key={sentence}>{sentence}</List.Item>
                        ))}
                      </List>
                    </div>
                    {mayRevert && index > 0 && !revision.removed && (
                      <Button size="xs" variant="default" leftSection={<Icon name="history" size={14} />} onClick={() => ask(revision)}>
                        {t('history.revert')}
                      </Button>
                    )}
                  </Group>
                </li>
              ))}
            </Stack>
            <LoadMore query={query} />
            <Confirm
              opened={asking}
              close={() => setAsking(false)}
              title={chosen ? t('history.revertTitle', { item: of.key, when: dateTime(chosen.at) }) : ''}
              confirm={t('history.revert')}
              run={async () => {
                await revert.mutateAsync({ version: chosen!.version, match: etag });
                done(t('history.reverted', { item: of.key }));
              }}
            >
              <Stack gap="sm">
                <span>
                  <EnvironmentMark environment={of.environment} /> {effect}
                </span>
                {past.data?.item !== undefined ? <div className="rule">{show(past.data.item)}</div> : past.isError ? <Failed error={past.error} /> : <LoadingRows rows={1} />}
              </Stack>
            </Confirm>
          </>
        );
      }}
    </Answer>
  );
}

/** What stands where an item was that has been removed: the way back. Nothing where there never was one. */
export function Removed<T>({ error, ...rest }: Omit<RevisionsProps<T>, 'etag'> & { error: unknown }) {
  const t = useText();
  const query = useRevisions(rest.of);
  const wasThere = query.isSuccess && query.data.pages.some((page) => page.items.length > 0);
  if (!wasThere) return query.isPending ? <LoadingRows rows={2} /> : <Failed error={error} />;
  return (
    <Stack gap="lg">
      <Empty icon="history" title={t('history.gone', { item: rest.of.key })}>
        {t('history.goneHint')}
      </Empty>
      <Revisions {...rest} etag={null} />
    </Stack>
  );
}

export function sentences(t: Translate, revision: Pick<Revision, 'differences' | 'removed'>, say: (difference: Difference) => string | null): string[] {
  if (revision.removed) return [t('history.deleted')];
  const made = revision.differences.some((difference) => difference.member === '');
  const said = revision.differences.flatMap((difference) => (difference.member === '' || difference.member === 'key' || (made && difference.member === 'description') ? [] : (say(difference) ?? [])));
  return made ? [t('history.created'), ...said] : said.length > 0 ? said : [t('history.noChange')];
}

/** "part: from → to", or "part: to" where there was nothing before. */
export function fromTo(t: Translate, part: string, from: string | null, to: string | null): string {
  return from === null ? t('history.set', { part, to: to ?? t('history.nothing') }) : t('change.from', { part, from, to: to ?? t('history.nothing') });
}
