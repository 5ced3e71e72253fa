import { useMemo } from 'react';
import { isAttribute, type Condition } from '../lib/condition';
import { segments, useAllFlags } from './queries';

const always = ['user_id', 'team_id', 'visitor_id'];

/** Attribute names to offer in a builder: the ids, and those that flags and segments of the environment name already. */
export function useKnownAttributes(environment: string): string[] {
  const flags = useAllFlags(environment);
  const all = segments.useAll(environment);
  return useMemo(() => {
    const names = new Set(always);
    const visit = (condition: Condition | null | undefined): void => {
      if (!condition) return;
      if (isAttribute(condition)) {
        if (condition.attribute !== '') names.add(condition.attribute);
      } else if ('not' in condition) visit(condition.not);
      else if ('all' in condition) condition.all.forEach(visit);
      else if ('any' in condition) condition.any.forEach(visit);
    };
    for (const flag of flags.data ?? []) {
      visit(flag.audience);
      flag.rules.forEach((rule) => visit(rule.if));
    }
    for (const segment of all.data ?? []) visit(segment.if);
    return [...names].sort();
  }, [flags.data, all.data]);
}
