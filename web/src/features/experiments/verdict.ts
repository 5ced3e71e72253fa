import type { Comparison, Experiment, MetricResult, Results } from '../../api/types';
import { pText, percent, signedPercent } from '../../lib/format';
import type { Translate } from '../../lib/i18n';

export type Tone = 'good' | 'bad' | 'warn' | 'quiet';

export type Direction = 'better' | 'worse' | 'open' | 'none';

/** Which way the server says a comparison points; `open` while it is undecided, `none` where there is no verdict. */
export function directionOf(comparison: Comparison): Direction {
  if (comparison.verdict === 'win') return 'better';
  if (comparison.verdict === 'loss') return 'worse';
  return comparison.verdict === 'unhealthy' || comparison.difference === null ? 'none' : 'open';
}

export interface Verdict {
  tone: Tone;
  sentence: string;
  facts: string[];
}

const units = (results: Results): number => results.variants.reduce((sum, variant) => sum + variant.units, 0);

/** The page's one sentence and the facts behind it. A broken split takes the place of every other verdict. */
export function verdictOf(t: Translate, results: Results, experiment: Pick<Experiment, 'winner'>): Verdict {
  const total = units(results);
  const people = t('results.fact.units', { count: total });
  if (total === 0) return { tone: 'quiet', sentence: t('results.nobody'), facts: [t('results.fact.nobody')] };
  if (results.sample_ratio.mismatch)
    return {
      tone: 'bad',
      sentence: t('results.broken'),
      facts: [t('results.fact.ratio', { p: results.sample_ratio.p_value === null ? '–' : pText(results.sample_ratio.p_value) }), people, t('results.fact.brokenNext')],
    };
  const metric = results.metrics[0];
  if (!metric) return { tone: 'quiet', sentence: t('results.noMetric'), facts: [people] };
  const ratio = results.sample_ratio.p_value === null ? t('results.fact.ratioUnknown') : t('results.fact.ratioFine', { p: pText(results.sample_ratio.p_value) });
  const decided = metric.comparisons.filter((one) => directionOf(one) === 'better' || directionOf(one) === 'worse');
  const best = [...decided].sort((a, b) => strength(metric, b) - strength(metric, a))[0];
  const shown = best ?? metric.comparisons[0];
  const facts = [shown ? effectText(t, shown) : '', people, ratio].filter((fact) => fact !== '');
  if (experiment.winner) facts.unshift(t('results.fact.winner', { variant: experiment.winner }));
  if (!shown || shown.difference === null) return { tone: 'quiet', sentence: t('results.notComputable', { metric: metric.key }), facts };
  if (!best) return { tone: 'quiet', sentence: t('results.open', { metric: metric.key }), facts };
  const direction = directionOf(best);
  const values = { variant: best.variant, control: best.control, metric: metric.key, lift: best.lift === null ? '' : signedPercent(best.lift) };
  return direction === 'better' ? { tone: 'good', sentence: t('results.better', values), facts } : { tone: 'bad', sentence: t('results.worse', values), facts };
}

const strength = (metric: MetricResult, comparison: Comparison): number => (metric.goal === 'decrease' ? -1 : 1) * (comparison.difference ?? 0);

function effectText(t: Translate, comparison: Comparison): string {
  if (comparison.p_value === null) return '';
  const interval = comparison.lift_interval;
  return interval
    ? t('results.fact.interval', { variant: comparison.variant, low: signedPercent(interval[0]!), high: signedPercent(interval[1]!), p: pText(comparison.p_value) })
    : t('results.fact.p', { variant: comparison.variant, p: pText(comparison.p_value) });
}

/** A variant's share of the units, observed and expected by the weights. */
export function split(results: Results): { key: string; observed: string; expected: string }[] {
  const total = units(results);
  return results.variants.map((variant) => ({ key: variant.key, observed: total > 0 ? percent(variant.units / total, 2) : '–', expected: percent(variant.weight, 2) }));
}
