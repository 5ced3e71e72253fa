import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, callAll, path } from './client';
import type { Invitation, Member, Role, Session, SignInMethods } from './types';

const at = '/api/v1/members';

export const useMembers = () => useQuery({ queryKey: ['members'], queryFn: ({ signal }) => callAll<Member>(at, {}, 1000, signal) });

export type Roles = Record<string, Role>;

function useChange<T, Answer>(run: (input: T) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: ['members'] }) });
}

export const useInvite = () => useChange((body: { email: string; name?: string; roles: Roles }) => call<{ member: Member; invitation: Invitation }>(at, { method: 'POST', body }));

export const useEditMember = () =>
  useChange(({ id, ...body }: { id: string; name?: string; roles?: Roles; disabled?: boolean }) => call<Member>(path(`${at}/{id}`, { id }), { method: 'PATCH', body }));

export const useRenewInvitation = () => useChange((id: string) => call<Invitation>(path(`${at}/{id}/invitation`, { id }), { method: 'POST' }));

export const useRemoveMember = () => useChange((id: string) => call<void>(path(`${at}/{id}`, { id }), { method: 'DELETE' }));

/** How one can sign in here; asked before anyone has. */
export const useSignInMethods = () => useQuery({ queryKey: ['sign-in-methods'], queryFn: ({ signal }) => call<SignInMethods>('/api/v1/session/methods', { signal }), retry: false, staleTime: Infinity });

export const join = (body: { token: string; password: string }): Promise<Session> => call<Session>('/api/v1/session/join', { method: 'POST', body });
