import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, path, type Page } from './client';
import type { DeadLetter, Sink } from './types';

const at = '/api/v1/sinks';

export const useSinks = () => useQuery({ queryKey: ['sinks'], queryFn: async ({ signal }) => (await call<{ items: Sink[] }>(at, { signal })).items, refetchInterval: 5000 });

export const useDeadLetters = (name: string) =>
  useQuery({ queryKey: ['sinks', name, 'letters'], queryFn: ({ signal }) => call<Page<DeadLetter>>(path(`${at}/{name}/dead-letters`, { name }), { query: { limit: 50 }, signal }), refetchInterval: 5000 });

function useChange<T, Answer>(run: (input: T) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: ['sinks'] }) });
}

export const useRetryLetters = () => useChange((name: string) => call<{ count: number }>(path(`${at}/{name}/dead-letters/retry`, { name }), { method: 'POST' }));

export const useForgetLetters = () => useChange((name: string) => call<{ count: number }>(path(`${at}/{name}/dead-letters`, { name }), { method: 'DELETE' }));

export const useRewindSink = () => useChange(({ name, position }: { name: string; position: number }) => call<Sink>(path(`${at}/{name}/rewind`, { name }), { method: 'POST', body: { position } }));
