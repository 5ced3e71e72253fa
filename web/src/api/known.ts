import { useMemo } from 'react';
import { useRecentContexts } from './contexts';
import { segments } from './queries';

/** What a builder of conditions offers. */
export interface Known {
  /** Attribute names. */
  attributes: string[];
  /** Values seen lately, by attribute. */
  values?: Record<string, string[]>;
  /** Segment keys. */
  segments: string[];
}

const always = ['user_id', 'team_id', 'visitor_id'];

/** What to offer in the environment: the ids, attributes that rules name already or contexts had lately with their values, segments. */
export function useKnown(environment: string): Known {
  const seen = useRecentContexts(environment);
  const all = segments.useAll(environment);
  return useMemo(
    () => ({
      attributes: [...new Set([...always, ...(seen.data?.attributes.map((one) => one.name) ?? [])])].sort(),
      values: Object.fromEntries(seen.data?.attributes.map((one) => [one.name, one.values]) ?? []),
      segments: all.data?.map((segment) => segment.key) ?? [],
    }),
    [seen.data, all.data],
  );
}
