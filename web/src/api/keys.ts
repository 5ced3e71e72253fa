import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, path } from './client';
import { usePages } from './queries';
import type { ApiKey, Connections, NewApiKey } from './types';

const at = '/api/v1/environments/{environment}/keys';

export const useKeys = (environment: string) => usePages<ApiKey>(['keys', environment], path(at, { environment }), {});

/** What a client says about a new key. */
export interface KeyDraft {
  kind: 'server' | 'client';
  name: string;
  expires_at?: string;
  origins?: string[];
}

function useChange<T, Answer>(environment: string, run: (input: T) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: ['keys', environment] }) });
}

export const useCreateKey = (environment: string) => useChange(environment, (body: KeyDraft) => call<NewApiKey>(path(at, { environment }), { method: 'POST', body }));

/** A key that takes the other's place, which goes on for some hours. */
export const useRotateKey = (environment: string) =>
  useChange(environment, ({ id, hours }: { id: string; hours: number }) => call<NewApiKey>(path(`${at}/{id}/rotate`, { environment, id }), { method: 'POST', body: { overlap_hours: hours } }));

export const useRevokeKey = (environment: string) => useChange(environment, (id: string) => call<void>(path(`${at}/{id}`, { environment, id }), { method: 'DELETE' }));

/** What reached the server since an instant, and what it refused; asked again every two seconds. */
export const useConnections = (environment: string, since: string | null) =>
  useQuery({
    queryKey: ['connections', environment, since],
    queryFn: ({ signal }) => call<Connections>(path('/api/v1/environments/{environment}/connections', { environment }), { query: { since: since ?? undefined }, signal }),
    enabled: since !== null,
    refetchInterval: 2000,
  });
