import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, callRevised, path } from './client';
import { usePages } from './queries';
import type { Revision } from './types';

/** What keeps every state it has had and can be brought back from here. */
export interface Kept {
  environment: string;
  noun: 'segments' | 'metrics';
  key: string;
}

const at = '/api/v1/environments/{environment}/{noun}/{key}/revisions';

/** Every state that the item has had, newest first, also before it was removed. */
export const useRevisions = ({ environment, noun, key }: Kept) => usePages<Revision>([noun, environment, 'one', key, 'revisions'], path(at, { environment, noun, key }), {});

/** One state, with the item as it was. */
export const useRevision = <T>({ environment, noun, key }: Kept, version: number | null) =>
  useQuery({
    queryKey: [noun, environment, 'one', key, 'revisions', version],
    queryFn: ({ signal }) => call<Revision & { item?: T }>(`${path(at, { environment, noun, key })}/${version}`, { signal }),
    enabled: version !== null,
  });

/** Sets the item as it was; makes it again where it was removed. */
export function useRevert({ environment, noun, key }: Kept) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, match }: { version: number; match: string | null }) => callRevised<unknown>(`${path(at, { environment, noun, key })}/${version}/revert`, { method: 'POST', match }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [noun, environment] });
      void client.invalidateQueries({ queryKey: ['audit'] });
    },
  });
}
