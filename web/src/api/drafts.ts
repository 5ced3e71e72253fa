import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, path, type Page } from './client';
import type { Draft } from './types';

const at = '/api/v1/environments/{environment}/drafts';

export const useDrafts = (environment: string, status: string) =>
  useQuery({ queryKey: ['drafts', environment, status], queryFn: ({ signal }) => call<Page<Draft>>(path(at, { environment }), { query: { status: status || undefined, limit: 100 }, signal }) });

/** A change that waits for others: what the call would have taken, and why. */
export interface Proposal {
  kind: 'flag' | 'segment' | 'experiment' | 'holdout';
  key: string;
  action: string;
  change?: Record<string, unknown>;
  comment?: string;
}

export function usePropose(environment: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Proposal) => call<Draft>(path(at, { environment }), { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['drafts', environment] }),
  });
}

export type DraftStep = 'approve' | 'reject' | 'apply' | 'withdraw';

export function useDraftStep(environment: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, step }: { id: string; step: DraftStep }) => call<Draft>(path(`${at}/{id}/${step}`, { environment, id }), { method: 'POST' }),
    onSuccess: () => client.invalidateQueries(),
  });
}
