import type { Ramp } from '../../api/types';
import { number } from '../../lib/format';
import { plural, type Translate } from '../../lib/i18n';

export type Step = Ramp['steps'][number];

/** The usual way up from where it stands: 1, 5, 10, 25, 50, 100, a day each. */
export const usualSteps = (current: number): Step[] =>
  [1, 5, 10, 25, 50, 100].filter((percent) => percent > current).map((percent) => ({ percent, hold_minutes: 1440, min_units: 0 }));

/** "3 days", "12 hours", "30 minutes". */
export function holdText(t: Translate, minutes: number): string {
  const [base, size] = minutes > 0 && minutes % 1440 === 0 ? (['ramp.days', 1440] as const) : minutes > 0 && minutes % 60 === 0 ? (['ramp.hours', 60] as const) : (['ramp.minutes', 1] as const);
  return plural(t, base, minutes / size, { count: number(minutes / size) });
}

/** The first step that does not lie above the one before; null where all do. */
export function wrongStep(steps: readonly Step[], current: number): number | null {
  let before = current;
  for (const [index, step] of steps.entries()) {
    if (!(step.percent > before && step.percent <= 100)) return index;
    before = step.percent;
  }
  return null;
}
