import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, path, type Page } from './client';
import type { Link, SharedResults, Snapshot } from './types';

const at = '/api/v1/environments/{environment}/experiments/{key}/snapshots';

export const useSnapshots = (environment: string, key: string) =>
  useQuery({ queryKey: ['snapshots', environment, key], queryFn: ({ signal }) => call<Page<Snapshot>>(path(at, { environment, key }), { query: { limit: 100 }, signal }) });

export const useSnapshot = (environment: string, key: string, id: string) =>
  useQuery({ queryKey: ['snapshots', environment, key, id], queryFn: ({ signal }) => call<Snapshot>(path(`${at}/{id}`, { environment, key, id }), { signal }), staleTime: Infinity });

export function useCreateSnapshot(environment: string, key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { note: string; expires_at: string }) => call<Snapshot>(path(at, { environment, key }), { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['snapshots', environment, key] }),
  });
}

export function useRevokeSnapshot(environment: string, key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call<void>(path(`${at}/{id}`, { environment, key, id }), { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['snapshots', environment, key] }),
  });
}

/** Where a link's token is read: behind `#`, which browsers send to nobody. */
export const sharedPage = (token: string): string => `${location.origin}/shared#${token}`;

/** What a link shows to anyone who has it. */
export const useSharedResults = (token: string) =>
  useQuery({ queryKey: ['shared', token], queryFn: ({ signal }) => call<SharedResults>('/api/v1/shared-results', { token, signal }), enabled: token !== '', staleTime: Infinity });

/** Pages elsewhere, such as PostHog, that show the experiment. */
export const useLinks = (environment: string, key: string) =>
  useQuery({
    queryKey: ['links', environment, key],
    queryFn: ({ signal }) => call<{ items: Link[] }>(path('/api/v1/environments/{environment}/experiments/{key}/links', { environment, key }), { signal }),
    staleTime: Infinity,
  });
