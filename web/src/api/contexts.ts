import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call, path } from './client';
import type { RecentContexts } from './types';

/** Contexts evaluated within a day, latest first, those with `q` in them; and what conditions can ask for. */
export const useRecentContexts = (environment: string, q = '', enabled = true) =>
  useQuery({
    queryKey: ['contexts', environment, q],
    queryFn: ({ signal }) => call<RecentContexts>(path('/api/v1/environments/{environment}/contexts/recent', { environment }), { query: { q: q || undefined }, signal }),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    enabled,
  });
