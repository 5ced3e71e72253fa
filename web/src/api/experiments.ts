import { useMutation, useQuery, useQueryClient, useInfiniteQuery, keepPreviousData } from '@tanstack/react-query';
import { call, callAll, callRevised, path, type Page } from './client';
import type { Deletion, Experiment, FlagExperimentPreview, Plan, Results, ResultsByDay, ResultsBySlice } from './types';

const at = '/api/v1/environments/{environment}/experiments';

export const useExperiments = (environment: string, filter: { q?: string | undefined; status?: string | undefined }) =>
  useInfiniteQuery({
    queryKey: ['experiments', environment, filter],
    queryFn: ({ pageParam, signal }) => call<Page<Experiment>>(path(at, { environment }), { query: { ...filter, limit: 100, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** All experiments, as far as a picker needs them. */
export const useAllExperiments = (environment: string, enabled = true) =>
  useQuery({
    queryKey: ['experiments', environment, 'all'],
    queryFn: ({ signal }) => callAll<Experiment>(path(at, { environment }), {}, 1000, signal),
    enabled,
    staleTime: 30_000,
  });

export const useExperiment = (environment: string, key: string) =>
  useQuery({
    queryKey: ['experiment', environment, key],
    queryFn: ({ signal }) => callRevised<Experiment>(path(`${at}/{key}`, { environment, key }), { signal }),
  });

export const useResults = (environment: string, key: string, enabled = true) =>
  useQuery({
    queryKey: ['results', environment, key],
    queryFn: ({ signal }) => call<Results>(path(`${at}/{key}/results`, { environment, key }), { signal }),
    enabled,
  });

export const useResultsByDay = (environment: string, key: string) =>
  useQuery({ queryKey: ['results', environment, key, 'days'], queryFn: ({ signal }) => call<ResultsByDay>(path(`${at}/{key}/results/days`, { environment, key }), { signal }) });

export const useResultsBySlice = (environment: string, key: string, dimension: string) =>
  useQuery({
    queryKey: ['results', environment, key, 'slices', dimension],
    queryFn: ({ signal }) => call<ResultsBySlice>(path(`${at}/{key}/results/slices`, { environment, key }), { query: { dimension }, signal }),
    enabled: dimension !== '',
    retry: false,
  });

/** The address of a metric's explanation: `markdown`, `csv` (the steps) or `units` (every unit's number). */
export const explainAddress = (environment: string, key: string, metric: string, variant: string, format: 'markdown' | 'csv' | 'units'): string =>
  `${path(`${at}/{key}/results/{metric}/explain`, { environment, key, metric })}?${new URLSearchParams({ variant, format }).toString()}`;

/** How long an experiment with this metric takes, from the metric's past. */
export const usePlan = (environment: string, metric: string | undefined, design: { effect: number; variants: number; traffic: number; unit: string }) =>
  useQuery({
    queryKey: ['plan', environment, metric, design],
    queryFn: ({ signal }) => call<Plan>(path('/api/v1/environments/{environment}/metrics/{metric}/plan', { environment, metric: metric! }), { query: { ...design }, signal }),
    enabled: metric !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });

export const resultsCsvAddress = (environment: string, key: string): string => `${path(`${at}/{key}/results`, { environment, key })}?format=csv`;

function useChanged(environment: string) {
  const client = useQueryClient();
  return (key: string) => {
    for (const queryKey of [['experiments', environment], ['experiment', environment, key], ['results', environment, key], ['audit'], ['flags', environment]])
      void client.invalidateQueries({ queryKey });
  };
}

/** What a client may say about an experiment at creation. */
export type ExperimentDraft = Pick<Experiment, 'key' | 'description' | 'unit' | 'assignment' | 'variants' | 'traffic' | 'metrics'> &
  Partial<Pick<Experiment, 'hypothesis' | 'control' | 'if' | 'start_at' | 'stop_at' | 'sensitive' | 'decision' | 'layer' | 'enrolment_closed'>>;

export function useCreateExperiment(environment: string) {
  const changed = useChanged(environment);
  return useMutation({
    mutationFn: (body: ExperimentDraft) => call<Experiment>(path(at, { environment }), { method: 'POST', body }),
    onSuccess: (created) => changed(created.key),
  });
}

export function usePatchExperiment(environment: string, key: string) {
  const changed = useChanged(environment);
  return useMutation({
    mutationFn: ({ body, match }: { body: Partial<ExperimentDraft>; match: string | null }) =>
      callRevised<Experiment>(path(`${at}/{key}`, { environment, key }), { method: 'PATCH', body, match }),
    onSuccess: () => changed(key),
  });
}

export type Step = 'launch' | 'pause' | 'resume' | 'stop' | 'conclude' | 'archive';

/** Moves an experiment along its life. */
export function useStep(environment: string, key: string) {
  const changed = useChanged(environment);
  return useMutation({
    mutationFn: ({ step, body }: { step: Step; body?: { winner: string; make_default?: boolean } }) =>
      call<Experiment>(path(`${at}/{key}/{step}`, { environment, key, step }), { method: 'POST', ...(body ? { body } : {}) }),
    onSettled: () => changed(key),
  });
}

/** Makes a draft like this one under a new key. */
export function useCopyExperiment(environment: string, key: string) {
  const changed = useChanged(environment);
  return useMutation({
    mutationFn: (copy: string) => call<Experiment>(path(`${at}/{key}/copy`, { environment, key }), { method: 'POST', body: { key: copy } }),
    onSuccess: (made) => changed(made.key),
  });
}

/** What would go with the experiment, and what serves it. */
export const useDeletion = (environment: string, key: string, enabled: boolean) =>
  useQuery({
    queryKey: ['experiment', environment, key, 'deletion'],
    queryFn: ({ signal }) => call<Deletion>(path(`${at}/{key}/deletion`, { environment, key }), { signal }),
    enabled,
  });

/** The keys of the flags among what serves the experiment: the server names each as `flag 'key'`. */
export const flagsServing = (deletion: Deletion | undefined): string[] => deletion?.used_by.flatMap((user) => /^flag '(.+)'$/.exec(user)?.[1] ?? []) ?? [];

/** How a flag becomes an experiment. */
export interface FlagExperimentWish {
  experiment: string;
  rule?: string;
  treatment?: number;
  hypothesis?: string;
  metrics?: string[];
  stop_at?: string;
}
const fromFlagAt = '/api/v1/environments/{environment}/flags/{key}/experiment';

/** Who would get what if the flag became this experiment; changes nothing. */
export const useFlagExperimentPreview = (environment: string, key: string, wish: FlagExperimentWish | null) =>
  useQuery({
    queryKey: ['flag', environment, key, 'experiment', wish],
    queryFn: ({ signal }) => call<FlagExperimentPreview>(`${path(fromFlagAt, { environment, key })}/preview`, { method: 'POST', body: wish, signal }),
    enabled: wish !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });

export function useMakeFlagExperiment(environment: string, key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ wish, match, force }: { wish: FlagExperimentWish; match: string | null; force: boolean }) =>
      call<{ experiment: Experiment }>(path(fromFlagAt, { environment, key }), { method: 'POST', body: wish, match, query: { force: force ? 'true' : undefined } }),
    onSuccess: () => {
      for (const queryKey of [['experiments', environment], ['flag', environment, key], ['flags', environment], ['audit']]) void client.invalidateQueries({ queryKey });
    },
  });
}

export function useDeleteExperiment(environment: string) {
  const changed = useChanged(environment);
  return useMutation({
    mutationFn: (key: string) => call<void>(path(`${at}/{key}`, { environment, key }), { method: 'DELETE', query: { confirm: key } }),
    onSuccess: (_, key) => changed(key),
  });
}

export const useHoldout = (environment: string) =>
  useQuery({
    queryKey: ['holdout', environment],
    queryFn: ({ signal }) => callRevised<{ percent: number }>(path('/api/v1/environments/{environment}/holdout', { environment }), { signal }),
  });

export function useSetHoldout(environment: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ percent, match }: { percent: number; match: string | null }) =>
      callRevised<{ percent: number }>(path('/api/v1/environments/{environment}/holdout', { environment }), { method: 'PUT', body: { percent }, match }),
    onSuccess: (saved) => client.setQueryData(['holdout', environment], saved),
  });
}
