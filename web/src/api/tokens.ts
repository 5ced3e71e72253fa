import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, callAll, path } from './client';
import type { Token } from './types';

/** One's own tokens, or those of programs. */
export type TokenPlace = 'own' | 'service';
const addresses: Record<TokenPlace, string> = { own: '/api/v1/session/tokens', service: '/api/v1/tokens' };

export interface TokenDraft {
  name: string;
  scopes: string[];
  environment?: string;
  expires_at?: string;
}

export const useTokens = (place: TokenPlace, enabled: boolean) =>
  useQuery({ queryKey: ['tokens', place], queryFn: ({ signal }) => callAll<Token>(addresses[place], {}, 1000, signal), enabled });

function useChange<T, Answer>(run: (input: T) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }) });
}

export const useCreateToken = (place: TokenPlace) => useChange((body: TokenDraft) => call<Token>(addresses[place], { method: 'POST', body }));

export const useRotateToken = (place: TokenPlace) =>
  useChange(({ id, hours }: { id: string; hours: number }) => call<Token>(path(`${addresses[place]}/{id}/rotate`, { id }), { method: 'POST', body: { overlap_hours: hours } }));

export const useRevokeToken = (place: TokenPlace) => useChange((id: string) => call<void>(path(`${addresses[place]}/{id}`, { id }), { method: 'DELETE' }));
