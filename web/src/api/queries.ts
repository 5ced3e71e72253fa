import { keepPreviousData, useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { call, callAll, callRevised, path, type Page, type Revised } from './client';
import type { AuditChain, AuditEntry, Context, Demo, Environment, Flag, FlagEvaluation, FlagState, FlagTag, Metric, Preview, RecentEvent, Segment, Session, Settings } from './types';

const flagsAt = '/api/v1/environments/{environment}/flags';
const pageSize = 100;

/** The first page and, on demand, the ones behind it. */
export function usePages<T>(key: readonly unknown[], address: string, query: Record<string, string | undefined>) {
  return useInfiniteQuery({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) => call<Page<T>>(address, { query: { ...query, limit: pageSize, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    // Whoever has scrolled far has many pages: coming back to the window does not ask for all of them again.
    refetchOnWindowFocus: (query) => (query.state.data?.pages.length ?? 0) < 3,
  });
}

// --- session -------------------------------------------------------------------------------------------------------

export const useSession = () =>
  useQuery({ queryKey: ['session'], queryFn: ({ signal }) => call<Session>('/api/v1/session', { signal }), staleTime: 60_000, retry: false });

/** Whether the signed-in operator has the right, in the environment of the page where it is one's; true while that is not known yet, for the server decides anyway. */
export function useCan(right: string): boolean {
  const session = useSession();
  const environment = useParams()['environment'];
  if (!session.data) return true;
  if (environment === undefined) return session.data.rights.includes(right);
  return session.data.rights_everywhere.includes(right) || (session.data.rights_in[environment] ?? []).includes(right);
}

/** Signs in by email and password, with the token of a one-time address, or with an admin token. */
export const signIn = (by: { link: string } | { token: string } | { email: string; password: string }): Promise<Session> =>
  'token' in by
    ? call<Session>('/api/v1/session', { method: 'POST', body: {}, token: by.token })
    : call<Session>('/api/v1/session', { method: 'POST', body: 'link' in by ? { token: by.link } : by });

export const signOut = (): Promise<void> => call<void>('/api/v1/session', { method: 'DELETE' });

// --- environments ----------------------------------------------------------------------------------------------------

export const useEnvironments = () =>
  useQuery({ queryKey: ['environments'], queryFn: ({ signal }) => callAll<Environment>('/api/v1/environments', {}, 200, signal), staleTime: 60_000 });

export function useCreateEnvironment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { key: string; name: string }) => call<Environment>('/api/v1/environments', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['environments'] }),
  });
}

const settingsAt = '/api/v1/environments/{environment}/settings';

export const useSettings = (environment: string) =>
  useQuery({ queryKey: ['settings', environment], queryFn: ({ signal }) => callRevised<Settings>(path(settingsAt, { environment }), { signal }) });

export function useSaveSettings(environment: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ settings, match }: { settings: Settings; match: string | null }) => callRevised<Settings>(path(settingsAt, { environment }), { method: 'PUT', body: settings, match }),
    onSuccess: (saved) => client.setQueryData(['settings', environment], saved),
  });
}

// --- flags -----------------------------------------------------------------------------------------------------------

export const useFlags = (environment: string, filter: { q?: string | undefined; tag?: string | undefined; state?: string | undefined }) =>
  usePages<Flag>(['flags', environment], path(flagsAt, { environment }), filter);

/** The first of an environment's flags or experiments that have these words; empty as long as there are none. */
export const useFound = <T>(environment: string, noun: 'flags' | 'experiments', words: string) =>
  useQuery({
    queryKey: ['found', environment, noun, words],
    queryFn: async ({ signal }) => (await call<Page<T>>(path(`/api/v1/environments/{environment}/${noun}`, { environment }), { query: { q: words, limit: 50 }, signal })).items,
    enabled: words !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

/** Every tag of the environment's flags, with how many have it. */
export const useFlagTags = (environment: string) =>
  useQuery({
    queryKey: ['flags', environment, 'tags'],
    queryFn: async ({ signal }) => (await call<{ items: FlagTag[] }>(path('/api/v1/environments/{environment}/flag-tags', { environment }), { signal })).items,
    staleTime: 30_000,
  });

/** How the flags of these keys stand in every environment that has them; asked a page at a time, so that a longer list asks nothing twice. */
export const useFlagStates = (keys: readonly string[]): Record<string, FlagState[]> =>
  useQueries({
    queries: Array.from({ length: Math.ceil(keys.length / pageSize) }, (_, page) => {
      const asked = keys.slice(page * pageSize, (page + 1) * pageSize);
      return {
        queryKey: ['flags', 'states', asked],
        queryFn: ({ signal }: { signal: AbortSignal }) => call<{ flags: Record<string, FlagState[]> }>(`/api/v1/flag-states?${new URLSearchParams(asked.map((key) => ['key', key])).toString()}`, { signal }),
        staleTime: 15_000,
      };
    }),
    combine: joinStates,
  });
const joinStates = (pages: { data: { flags: Record<string, FlagState[]> } | undefined }[]): Record<string, FlagState[]> => Object.assign({}, ...pages.map((page) => page.data?.flags)) as Record<string, FlagState[]>;

export const useFlag = (environment: string, key: string, enabled = true) =>
  useQuery({
    queryKey: ['flag', environment, key],
    queryFn: ({ signal }) => callRevised<Flag>(path(`${flagsAt}/{key}`, { environment, key }), { signal }),
    enabled,
  });

/** What a client may say about a flag: the rest is the server's. */
export function flagBody(flag: Flag): Record<string, unknown> {
  const { created_at: _created, updated_at: _updated, ...body } = flag;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined));
}

export const putFlag = (environment: string, flag: Flag, guard: { match?: string | null; createOnly?: boolean }): Promise<Revised<Flag>> =>
  callRevised<Flag>(path(`${flagsAt}/{key}`, { environment, key: flag.key }), { method: 'PUT', body: flagBody(flag), ...guard });

interface FlagPages {
  pages: Page<Flag>[];
  pageParams: unknown[];
}

/** Changes a flag where lists show it. */
const showFlag = (client: QueryClient, environment: string, key: string, change: (flag: Flag) => Flag): void =>
  void client.setQueriesData<FlagPages>({ queryKey: ['flags', environment] }, (data) =>
    data && 'pages' in data ? { ...data, pages: data.pages.map((page) => (page.items.some((flag) => flag.key === key) ? { ...page, items: page.items.map((flag) => (flag.key === key ? change(flag) : flag)) } : page)) } : data,
  );

function flagChanged(client: QueryClient, environment: string, saved: Revised<Flag>): void {
  client.setQueryData(['flag', environment, saved.value.key], saved);
  showFlag(client, environment, saved.value.key, () => saved.value);
  // A list that is being looked at has the change; asking for all its pages again would cost a request each.
  void client.invalidateQueries({ queryKey: ['flags', environment], refetchType: 'none' });
  void client.invalidateQueries({ queryKey: ['flags', 'states'] });
  void client.invalidateQueries({ queryKey: ['audit'] });
}

export function useSaveFlag(environment: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ flag, ...guard }: { flag: Flag; match?: string | null; createOnly?: boolean }) => putFlag(environment, flag, guard),
    onSuccess: (saved) => flagChanged(client, environment, saved),
  });
}

/** The switch: one call, one audit entry; shown at once and taken back when it fails. */
export function useToggleFlag(environment: string) {
  const client = useQueryClient();
  const show = (key: string, enabled: boolean) => showFlag(client, environment, key, (flag) => ({ ...flag, enabled }));
  return useMutation({
    mutationFn: ({ key, enabled }: { key: string; enabled: boolean }) =>
      callRevised<Flag>(path(`${flagsAt}/{key}/toggle`, { environment, key }), { method: 'POST', body: { enabled } }),
    onMutate: ({ key, enabled }) => show(key, enabled),
    onError: (_, { key, enabled }) => show(key, !enabled),
    onSuccess: (saved) => flagChanged(client, environment, saved),
  });
}

export function useDeleteFlag(environment: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => call<void>(path(`${flagsAt}/{key}`, { environment, key }), { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['flags', environment] }),
  });
}

/** What setting the flag so would do; changes nothing. */
export const previewFlag = (environment: string, flag: Flag, signal?: AbortSignal): Promise<Preview> =>
  call<Preview>(path(`${flagsAt}/{key}/preview`, { environment, key: flag.key }), { method: 'POST', body: flagBody(flag), signal });

/** What a context gets from the flag, step by step; with a draft, what it would get. */
export const evaluateFlag = (environment: string, key: string, context: Context, draft: Flag | null, signal: AbortSignal): Promise<FlagEvaluation> =>
  call<FlagEvaluation>(path(`${flagsAt}/{key}/evaluate`, { environment, key }), { method: 'POST', body: { context, explain: true, ...(draft ? { draft: flagBody(draft) } : {}) }, signal });

// --- segments and metrics: the same manners ----------------------------------------------------------------------------

interface Named {
  key: string;
  created_at: string;
  updated_at: string;
}

function named<T extends Named>(noun: 'segments' | 'metrics') {
  const at = `/api/v1/environments/{environment}/${noun}`;
  return {
    useList: (environment: string) => usePages<T>([noun, environment], path(at, { environment }), {}),
    useAll: (environment: string) =>
      useQuery({ queryKey: [noun, environment, 'all'], queryFn: ({ signal }) => callAll<T>(path(at, { environment }), {}, 1000, signal), staleTime: 30_000 }),
    useOne: (environment: string, key: string, enabled = true) =>
      useQuery({
        queryKey: [noun, environment, 'one', key],
        queryFn: ({ signal }) => callRevised<T>(path(`${at}/{key}`, { environment, key }), { signal }),
        enabled,
      }),
    useSave: (environment: string) => {
      const client = useQueryClient();
      return useMutation({
        mutationFn: ({ item, ...guard }: { item: Omit<T, 'created_at' | 'updated_at'>; match?: string | null; createOnly?: boolean }) =>
          callRevised<T>(path(`${at}/{key}`, { environment, key: item.key }), {
            method: 'PUT',
            body: Object.fromEntries(Object.entries(item).filter(([name, value]) => value !== null && value !== undefined && name !== 'created_at' && name !== 'updated_at')),
            ...guard,
          }),
        onSuccess: () => client.invalidateQueries({ queryKey: [noun, environment] }),
      });
    },
    useDelete: (environment: string) => {
      const client = useQueryClient();
      return useMutation({
        mutationFn: (key: string) => call<void>(path(`${at}/{key}`, { environment, key }), { method: 'DELETE' }),
        onSuccess: () => client.invalidateQueries({ queryKey: [noun, environment] }),
      });
    },
  };
}

export const segments = named<Segment>('segments');
export const metrics = named<Metric>('metrics');

// --- live events -------------------------------------------------------------------------------------------------------

interface Recent {
  items: RecentEvent[];
  position: number;
}
const kept = 300;

/** The latest events, newest first; while it listens it asks every two seconds for what came since. */
export function useRecentEvents(environment: string, filter: { unit?: string | undefined; experiment?: string | undefined; flag?: string | undefined; name?: string | undefined }, listening: boolean) {
  const client = useQueryClient();
  const queryKey = ['recent-events', environment, filter];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const before = client.getQueryData<Recent>(queryKey);
      const fresh = await call<Recent>(path('/api/v1/environments/{environment}/events/recent', { environment }), { query: { ...filter, limit: 100, after: before?.position.toString() }, signal });
      return { ...fresh, items: [...fresh.items, ...(before?.items ?? [])].slice(0, kept) };
    },
    refetchInterval: listening ? 2000 : false,
    refetchOnWindowFocus: listening,
    staleTime: Infinity,
  });
}

// --- the demo ----------------------------------------------------------------------------------------------------------

const demoAt = '/api/v1/demo';

/** Where the demo stands; asked again while it is being loaded or removed. */
export const useDemo = () =>
  useQuery({
    queryKey: ['demo'],
    queryFn: ({ signal }) => call<Demo>(demoAt, { signal }),
    refetchInterval: (query) => (query.state.data && query.state.data.state !== 'idle' ? 500 : false),
  });

export function useChangeDemo() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (load: boolean) => call<Demo>(demoAt, { method: load ? 'POST' : 'DELETE' }),
    onSuccess: (demo) => client.setQueryData(['demo'], demo),
  });
}

// --- audit -------------------------------------------------------------------------------------------------------------

export const useAudit = (filter: { environment?: string | undefined; kind?: string | undefined; target?: string | undefined }) =>
  usePages<AuditEntry>(['audit'], '/api/v1/audit', filter);

/** Follows the whole log: asked for only when somebody wants to know. */
export const useAuditChain = (enabled: boolean) =>
  useQuery({ queryKey: ['audit-chain'], queryFn: ({ signal }) => call<AuditChain>('/api/v1/audit/chain', { signal }), enabled, staleTime: Infinity, retry: false });
