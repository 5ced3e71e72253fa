import { Anchor, Button, Group, NativeSelect, Text } from '@mantine/core';
import { createContext, memo, useCallback, useContext, useMemo } from 'react';
import { Link, useParams } from 'react-router';
import { useAllExperiments } from '../../api/experiments';
import { useCan, useFlags, useFlagStates, useFlagTags } from '../../api/queries';
import type { Experiment, Flag, FlagState } from '../../api/types';
import { dateTime, list, relative, share } from '../../lib/format';
import { plural, useText, type Translate } from '../../lib/i18n';
import { EnvironmentMark, Mark, Tag } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { LongRows } from '../../ui/LongRows';
import { Page } from '../../ui/Page';
import { SearchField } from '../../ui/SearchField';
import { Answer, Empty, LoadMore } from '../../ui/states';
import { useNow } from '../../ui/useNow';
import { useView } from '../../ui/useView';
import { Table } from '../../ui/Table';
import { FlagSwitch } from './FlagSwitch';
import { stalenessOf, type Staleness } from './stale';

/** All flags of the environment, kill switches first; search and filters live in the address. */
export function FlagsPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const [q, setQ] = useView('q');
  const [tag, setTag] = useView('tag');
  const [state, setState] = useView('state');
  const mayWrite = useCan('flags_write');
  const query = useFlags(environment, { q: q || undefined, tag: tag || undefined, state: state || undefined });
  const flags = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const known = useFlagTags(environment).data ?? [];
  const filtered = q !== '' || tag !== '' || state !== '';
  const create = mayWrite && (
    <Button component={Link} to="new" leftSection={<Icon name="plus" size={16} />}>
      {t('flags.create')}
    </Button>
  );
  return (
    <Page title={t('nav.flags')} badges={<EnvironmentMark environment={environment} />} lead={t('flags.lead')} actions={create}>
      <Group gap="sm">
        <SearchField value={q} search={setQ} label={t('flags.search')} />
        <NativeSelect
          aria-label={t('flags.filterState')}
          value={state}
          onChange={(event) => setState(event.currentTarget.value)}
          data={[
            { value: '', label: t('flags.anyState') },
            { value: 'on', label: t('flag.on') },
            { value: 'off', label: t('flag.off') },
            { value: 'critical', label: t('flags.killSwitches') },
          ]}
        />
        {(known.length > 0 || tag !== '') && (
          <NativeSelect
            aria-label={t('flags.filterTag')}
            value={tag}
            onChange={(event) => setTag(event.currentTarget.value)}
            data={[
              { value: '', label: t('flags.anyTag') },
              ...known.map((one) => ({ value: one.tag, label: t('flags.tagged', { tag: one.tag, count: one.flags }) })),
              ...(tag === '' || known.some((one) => one.tag === tag) ? [] : [tag]),
            ]}
          />
        )}
        <Text size="sm" c="dimmed" role="status">
          {query.data ? `${plural(t, 'flags.count', flags.length)}${query.hasNextPage ? '+' : ''}` : ''}
        </Text>
      </Group>
      <Answer query={query}>
        {() =>
          flags.length === 0 ? (
            filtered ? (
              <Empty icon="search" title={t('flags.noneFound')}>
                {t('state.tryOtherWords')}
              </Empty>
            ) : (
              <Empty icon="flag" title={t('flags.none')} action={create || undefined}>
                {t('flags.noneHint')}
              </Empty>
            )
          ) : (
            <>
              <FlagTable flags={flags} environment={environment} mayWrite={mayWrite} />
              <LoadMore query={query} />
            </>
          )
        }
      </Answer>
    </Page>
  );
}

/** How each flag stands in every environment. By a context, so that what arrives is drawn in the rows that are in view, and the others are not asked. */
const FlagStates = createContext<Record<string, FlagState[]>>({});

function FlagTable({ flags, environment, mayWrite }: { flags: Flag[]; environment: string; mayWrite: boolean }) {
  const t = useText();
  const now = useNow();
  const experiments = useAllExperiments(environment);
  const byKey = useMemo(() => new Map(experiments.data?.map((one) => [one.key, one])), [experiments.data]);
  const keys = useMemo(() => flags.map((flag) => flag.key), [flags]);
  const states = useFlagStates(keys);
  const row = useCallback(
    (flag: Flag) => <FlagRow key={flag.key} flag={flag} environment={environment} mayWrite={mayWrite} experiments={byKey} now={now} />,
    [environment, mayWrite, byKey, now],
  );
  return (
    <div className="card table-card">
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={92}>{t('flags.column.state')}</Table.Th>
            <Table.Th>{t('flags.column.flag')}</Table.Th>
            <Table.Th className="wide-only">{t('flags.column.serves')}</Table.Th>
            <Table.Th className="wide-only">{t('flags.column.elsewhere')}</Table.Th>
            <Table.Th className="wide-only" w={150}>
              {t('flags.column.updated')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <FlagStates value={states}>
          <LongRows items={flags} columns={5} render={row} />
        </FlagStates>
      </Table>
    </div>
  );
}

interface RowProps {
  flag: Flag;
  environment: string;
  mayWrite: boolean;
  experiments: ReadonlyMap<string, Experiment>;
  now: number;
}

const FlagRow = memo(function FlagRow({ flag, environment, mayWrite, experiments, now }: RowProps) {
  const t = useText();
  const staleness = stalenessOf(flag, experiments, now);
  return (
    <Table.Tr>
      <Table.Td>
        <FlagSwitch flag={flag} environment={environment} disabled={!mayWrite} />
      </Table.Td>
      <Table.Td>
        <Group gap={8}>
          <Anchor component={Link} to={encodeURIComponent(flag.key)} fw={600} className="mono break">
            {flag.key}
          </Anchor>
          {flag.critical && (
            <Mark tone="bad" icon="shield">
              {t('flag.killSwitch')}
            </Mark>
          )}
          {flag.type !== 'boolean' && <Tag>{t(`type.${flag.type}`)}</Tag>}
          {flag.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </Group>
        {flag.description && (
          <Text size="sm" c="dimmed" lineClamp={2}>
            {flag.description}
          </Text>
        )}
        <Stale staleness={staleness} />
      </Table.Td>
      <Table.Td className="wide-only">
        <Text size="sm">{servesText(t, flag)}</Text>
      </Table.Td>
      <Table.Td className="wide-only">
        <Elsewhere environment={environment} flag={flag.key} />
      </Table.Td>
      <Table.Td className="wide-only">
        <Text size="sm" c="dimmed" title={dateTime(flag.updated_at)}>
          {relative(flag.updated_at, now)}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
});

/** The flag's state in the other environments, each a link to it there. */
function Elsewhere({ environment, flag }: { environment: string; flag: string }) {
  const t = useText();
  const states = useContext(FlagStates)[flag]?.filter((state) => state.environment !== environment) ?? [];
  return (
    <Group gap={6}>
      {states.map((state) => (
        <Anchor key={state.environment} component={Link} underline="never" to={`/env/${encodeURIComponent(state.environment)}/flags/${encodeURIComponent(flag)}`}>
          <Mark tone={state.enabled ? 'good' : 'quiet'}>{t('flags.elsewhere', { environment: state.environment, state: t(state.enabled ? 'flag.on' : 'flag.off') })}</Mark>
        </Anchor>
      ))}
    </Group>
  );
}

function Stale({ staleness }: { staleness: Staleness | null }) {
  const t = useText();
  if (staleness === null) return null;
  const why =
    staleness.reason === 'over' ? t('flags.staleOver', { experiment: staleness.experiment }) : t(staleness.reason === 'on' ? 'flags.staleOn' : 'flags.staleOff', { days: staleness.days });
  return (
    <Text size="sm" c="dimmed" mt={4}>
      <Mark tone="warn" icon="history">
        {t('flags.stale')}
      </Mark>{' '}
      {why}
    </Text>
  );
}

/** The row's summary: "2 rules, then 20 %". */
export function servesText(t: Translate, flag: Flag): string {
  if (!flag.enabled) return t('flags.serves.off');
  const parts: string[] = [];
  if (flag.deny.length > 0) parts.push(plural(t, 'flags.serves.deny', flag.deny.length));
  if (flag.allow.length > 0) parts.push(plural(t, 'flags.serves.allow', flag.allow.length));
  if (flag.audience) parts.push(t('flags.serves.audience'));
  if (flag.rules.length > 0) parts.push(plural(t, 'flags.serves.rules', flag.rules.length));
  const rest = flag.rules.length > 0 || flag.allow.length > 0 || flag.deny.length > 0;
  if (flag.rollout <= 0) parts.push(t(rest ? 'flags.serves.nobodyElse' : 'flags.serves.off'));
  else if (flag.rollout >= 100) parts.push(t(rest ? 'flags.serves.everyoneElse' : 'flags.serves.everyone'));
  else parts.push(t(rest ? 'flags.serves.shareOfRest' : 'flags.serves.share', { share: share(flag.rollout) }));
  return list(parts);
}
