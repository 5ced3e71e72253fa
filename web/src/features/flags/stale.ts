import type { Experiment, Flag } from '../../api/types';

const day = 86_400_000;
/** A flag that has served everyone the same for this long has done its work. */
const afterDays = 30;

/** Why a flag looks like it can go. */
export type Staleness = { reason: 'on' | 'off'; days: number } | { reason: 'over'; experiment: string };

/** Whether the flag looks like it has done its work, and why; null when not. Kill switches never do: being unused is their work. */
export function stalenessOf(flag: Flag, experiments: ReadonlyMap<string, Experiment>, now: number): Staleness | null {
  if (flag.critical) return null;
  const over = experimentsOf(flag).find((key) => ['stopped', 'archived'].includes(experiments.get(key)?.status ?? ''));
  if (flag.enabled && over !== undefined) return { reason: 'over', experiment: over };
  const days = Math.floor((now - new Date(flag.updated_at).getTime()) / day);
  if (days < afterDays) return null;
  if (!flag.enabled) return { reason: 'off', days };
  const same = flag.rules.length === 0 && flag.prerequisites.length === 0 && !flag.audience && flag.deny.length === 0 && (flag.rollout <= 0 ? flag.allow.length === 0 : flag.rollout >= 100);
  return same ? { reason: flag.rollout <= 0 ? 'off' : 'on', days } : null;
}

const experimentsOf = (flag: Flag): string[] =>
  flag.rules.flatMap(({ serve }) => (typeof serve === 'object' && serve !== null && 'experiment' in serve && typeof serve.experiment === 'string' ? [serve.experiment] : []));
