import type { Comparison, Experiment, MetricResult, Results } from '../../api/types';
import { number, pText, percent, signedPercent } from '../../lib/format';
import type { Translate } from '../../lib/i18n';

export type Tone = 'good' | 'bad' | 'warn' | 'quiet';

export type Direction = 'better' | 'worse' | 'open' | 'none';

/** Which way the server says a comparison points; `open` while it is undecided, `none` where there is no verdict. */
export function directionOf(comparison: Comparison): Direction {
  if (comparison.verdict === 'win') return 'better';
  if (comparison.verdict === 'loss') return 'worse';
  return comparison.verdict === 'unhealthy' || comparison.difference === null ? 'none' : 'open';
}

export type Ends = [number, number] | null;
const ends = (interval: number[] | null | undefined): Ends => (interval ? [interval[0]!, interval[1]!] : null);

/** How differences are shown: relative to the control, in the metric's own unit, or scaled to the whole traffic. */
export type View = 'relative' | 'absolute' | 'scaled';

/** A comparison's estimate and interval by the declared method; by the one-look test where that alone could be computed. */
export function shownOf(comparison: Comparison, view: View): { estimate: number | null; interval: Ends } {
  if (view === 'scaled') return { estimate: comparison.whole_traffic?.difference ?? null, interval: ends(comparison.whole_traffic?.confidence_interval) };
  const from = comparison.decided ?? comparison;
  return view === 'relative' ? { estimate: from.lift, interval: ends(from.lift_interval) } : { estimate: from.difference, interval: ends(from.confidence_interval) };
}

/** The p-value that decides, corrected within the family. */
export const pOf = (comparison: Comparison): number | null => comparison.decided?.adjusted_p_value ?? comparison.decided?.p_value ?? comparison.p_value;

export const methodText = (t: Translate, decision: Results['decision']): string => t(`results.method.${decision.method ?? 'always_valid'}`, { alpha: `α ${number(decision.alpha ?? 0.05, 4)}` });

export interface Verdict {
  tone: Tone;
  sentence: string;
  facts: string[];
}

export const units = (results: Results): number => results.variants.reduce((sum, variant) => sum + variant.units, 0);

/** The page's one sentence and the facts behind it: the server's verdict in the reader's language. */
export function verdictOf(t: Translate, results: Results, experiment: Pick<Experiment, 'winner'>): Verdict {
  const total = units(results);
  const people = t('results.fact.units', { count: total });
  const check = results.sample_ratio.always_valid_p_value;
  if (total === 0) return { tone: 'quiet', sentence: t('results.nobody'), facts: [t('results.fact.nobody')] };
  if (results.sample_ratio.mismatch) return { tone: 'bad', sentence: t('results.broken'), facts: [t('results.fact.ratio', { p: check === null ? '–' : pText(check) }), people, t('results.fact.brokenNext')] };
  if (results.verdict === 'unhealthy') return { tone: 'bad', sentence: t('results.unhealthy'), facts: results.facts.map((fact) => fact.text) };
  const metric = results.metrics.find((one) => one.role === 'primary') ?? results.metrics[0];
  if (!metric) return { tone: 'quiet', sentence: t('results.noMetric'), facts: [people] };

  const best = strongest(metric, results.verdict === 'win' ? 'win' : 'loss');
  const shown = best ?? metric.comparisons[0];
  const facts = [shown ? effectText(t, shown, results) : '', people, check === null ? t('results.fact.ratioUnknown') : t('results.fact.ratioFine', { p: pText(check) })].filter((fact) => fact !== '');
  for (const guardrail of results.metrics.filter((one) => one.role === 'guardrail'))
    for (const harm of guardrail.comparisons.filter((one) => one.verdict === 'loss')) facts.unshift(t('results.fact.guardrail', { metric: guardrail.key, variant: harm.variant }));
  if (experiment.winner) facts.unshift(t('results.fact.winner', { variant: experiment.winner }));

  const values = best && { variant: best.variant, control: best.control, metric: metric.key, lift: liftText(best) };
  switch (results.verdict) {
    case 'win':
      return { tone: 'good', sentence: values ? t('results.better', values) : t('results.open', { metric: metric.key }), facts };
    case 'loss':
      return { tone: 'bad', sentence: values ? t('results.worse', values) : t('results.open', { metric: metric.key }), facts };
    case 'not_enough_data':
      return { tone: 'quiet', sentence: t('results.tooFew', { metric: metric.key }), facts };
    case 'no_difference_shown':
      return { tone: 'quiet', sentence: t('results.open', { metric: metric.key }), facts };
  }
}

const liftText = (comparison: Comparison): string => {
  const lift = shownOf(comparison, 'relative').estimate;
  return lift === null ? '' : signedPercent(lift);
};

/** Of the comparisons with this verdict the one with the largest effect. */
function strongest(metric: MetricResult, verdict: 'win' | 'loss'): Comparison | undefined {
  const sign = (metric.goal === 'decrease' ? -1 : 1) * (verdict === 'loss' ? -1 : 1);
  const strength = (comparison: Comparison) => sign * (shownOf(comparison, 'absolute').estimate ?? 0);
  return [...metric.comparisons].filter((one) => one.verdict === verdict).sort((a, b) => strength(b) - strength(a))[0];
}

function effectText(t: Translate, comparison: Comparison, results: Results): string {
  const { interval } = shownOf(comparison, 'relative');
  const p = pOf(comparison);
  if (p === null) return '';
  return interval
    ? t('results.fact.decided', { variant: comparison.variant, low: signedPercent(interval[0]), high: signedPercent(interval[1]), p: pText(p), method: methodText(t, results.decision) })
    : t('results.fact.p', { variant: comparison.variant, p: pText(p) });
}

/** A variant's share of the units, observed and expected by the weights. */
export function split(results: Results): { key: string; observed: string; expected: string }[] {
  const total = units(results);
  return results.variants.map((variant) => ({ key: variant.key, observed: total > 0 ? percent(variant.units / total, 2) : '–', expected: percent(variant.weight, 2) }));
}
