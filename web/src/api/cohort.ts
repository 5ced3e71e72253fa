import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, path } from './client';
import { usePages } from './queries';
import type { CohortMember } from './types';

const at = '/api/v1/environments/{environment}/cohort';

export const useCohort = (environment: string) => usePages<CohortMember>(['cohort', environment], path(at, { environment }), {});

/** Marks a unit as synthetic, or as an ordinary one again. */
export function useMark(environment: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ unit, id, synthetic }: { unit: string; id: string; synthetic: boolean }) => call<void>(path(`${at}/{unit}/{id}`, { environment, unit, id }), { method: synthetic ? 'PUT' : 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['cohort', environment] }),
  });
}
