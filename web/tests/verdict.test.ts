import { describe, expect, it } from 'vitest';
import type { Comparison, Results } from '../src/api/types';
import { scaleOf } from '../src/features/experiments/IntervalPlot';
import { split, verdictOf } from '../src/features/experiments/verdict';
import { text } from '../src/lib/i18n';

const decided = (change: Partial<NonNullable<Comparison['decided']>> = {}): NonNullable<Comparison['decided']> => ({
  method: 'always_valid', alpha: 0.05, difference: 0.05, standard_error: 0.01, p_value: 0.002, adjusted_p_value: 0.0027, confidence_interval: [0.02, 0.08], adjusted_confidence_interval: null,
  lift: 0.25, lift_interval: [0.1, 0.4], cuped: null, ...change,
});
const comparison = (change: Partial<Comparison> = {}): Comparison => ({
  variant: 'b', control: 'a', status: 'ok', reason: null, difference: 0.05, lift: 0.25, z: 3, p_value: 0.0027,
  confidence_interval: [0.02, 0.08], lift_interval: [0.1, 0.4], significant: true, verdict: 'win', facts: [], decided: decided(), z_test: null, welch: null,
  non_inferiority: null, whole_traffic: null, exact_p_value: null, ...change,
});
const ratio = (change: Partial<Results['sample_ratio']> = {}) => ({ p_value: 0.5, mismatch: false, chi_square: 0.4, degrees_of_freedom: 1, always_valid_p_value: 1, ...change });
const results = (change: Partial<Results> = {}, ...comparisons: Comparison[]): Results => ({
  experiment: 'hero', status: 'running', as_of: '2026-01-01T00:00:00Z', sample_ratio: ratio(), verdict: 'no_difference_shown', facts: [], variant_verdicts: [], decision: { alpha: 0.05 }, multiply_exposed: 0, unknown_variants: 0,
  variants: [
    { key: 'a', weight: 0.5, assignments: 100, exposures: 100, units: 100 },
    { key: 'b', weight: 0.5, assignments: 100, exposures: 100, units: 100 },
  ],
  metrics: [{ key: 'purchase', type: 'proportion', goal: 'increase', window_days: 7, role: 'primary', family: 'primary', correction: 'holm', cap: null, variants: [], comparisons }],
  ...change,
});
const verdict = (given: Results) => verdictOf(text, given, { winner: null });

describe('The sentence on top', () => {
  it('says that nobody is there', () => {
    const nobody = results({ variants: [{ key: 'a', weight: 1, assignments: 0, exposures: 0, units: 0 }] });
    expect(verdict(nobody).sentence).toBe('Nobody has been exposed yet');
  });
  it('is the broken split before any winner', () => {
    const broken = verdict(results({ sample_ratio: ratio({ p_value: 0.00001, mismatch: true }) }, comparison()));
    expect(broken.tone).toBe('bad');
    expect(broken.sentence).toBe('The split is broken: do not decide on this result');
  });
  it('names the better variant, its lift and its interval, by the declared method', () => {
    const good = verdict(results({ verdict: 'win' }, comparison({ p_value: 0.9 })));
    expect(good.sentence).toBe('b does better than a on purchase: +25.0%');
    expect(good.facts[0]).toBe('b: the true lift lies between +10.0% and +40.0% (p = 0.0027, Safe to look at every day (always-valid, α 0.05)).');
  });
  it('names a variant that harms', () =>
    expect(verdict(results({ verdict: 'loss' }, comparison({ verdict: 'loss', decided: decided({ difference: -0.05, lift: -0.25 }) }))).sentence).toBe('b does worse than a on purchase: −25.0%'));
  it('chooses the better one of several', () =>
    expect(verdict(results({ verdict: 'win' }, comparison({ verdict: 'loss' }), comparison(), comparison({ variant: 'c', decided: decided({ difference: 0.07, lift: 0.3 }) }))).sentence).toContain('c does better'));
  it('stays open while nothing is shown', () => expect(verdict(results({}, comparison({ verdict: 'no_difference_shown' }))).sentence).toBe('No clear difference on purchase so far'));
  it('says when there is not enough', () =>
    expect(verdict(results({ verdict: 'not_enough_data' }, comparison({ verdict: 'not_enough_data', decided: null }))).sentence).toBe('There is not enough data yet for a verdict on purchase'));
  it('is the trouble with the data, in the words of the server, where there is another than the split', () => {
    const twice = verdict(results({ verdict: 'unhealthy', facts: [{ code: 'multiple_exposure', text: '3 % of units saw two variants.' }] }, comparison()));
    expect([twice.tone, ...twice.facts]).toEqual(['bad', '3 % of units saw two variants.']);
  });
  it('takes the primary metric, and names a guardrail that is harmed', () => {
    const given = results({ verdict: 'win' }, comparison());
    const guardrail = { ...given.metrics[0]!, key: 'errors', role: 'guardrail' as const, comparisons: [comparison({ verdict: 'loss' })] };
    const said = verdict({ ...given, metrics: [guardrail, given.metrics[0]!] });
    expect(said.sentence).toContain('on purchase');
    expect(said.facts[0]).toBe('Guardrail errors is harmed by b.');
  });
});

it('Shares are shown as observed and as expected', () => expect(split(results())[0]).toEqual({ key: 'a', observed: '50%', expected: '50%' }));

it('One axis holds every interval and zero', () => {
  const scale = scaleOf([[0.1, 0.3], null, [0.2, 0.5]]);
  expect(scale.low).toBeLessThan(0);
  expect(scale.high).toBeGreaterThan(0.5);
  expect(scaleOf([]).high).toBeGreaterThan(scaleOf([]).low);
});
