import { describe, expect, it } from 'vitest';
import type { Comparison, Results } from '../src/api/types';
import { scaleOf } from '../src/features/experiments/IntervalPlot';
import { split, verdictOf } from '../src/features/experiments/verdict';
import { text } from '../src/lib/i18n';

const comparison = (change: Partial<Comparison> = {}): Comparison => ({
  variant: 'b', control: 'a', status: 'ok', reason: null, difference: 0.05, lift: 0.25, z: 3, p_value: 0.0027,
  confidence_interval: [0.02, 0.08], lift_interval: [0.1, 0.4], significant: true, verdict: 'win', facts: [], decided: null, z_test: null, welch: null,
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
  it('names the better variant, its lift and its interval', () => {
    const good = verdict(results({}, comparison()));
    expect(good.sentence).toBe('b does better than a on purchase: +25.0%');
    expect(good.facts[0]).toBe('b: the true lift lies between +10.0% and +40.0% with 95 % confidence (p = 0.0027).');
  });
  it('names a variant that harms', () => expect(verdict(results({}, comparison({ verdict: 'loss', difference: -0.05, lift: -0.25 }))).sentence).toBe('b does worse than a on purchase: −25.0%'));
  it('chooses the better one of several', () =>
    expect(verdict(results({}, comparison({ verdict: 'loss', difference: -0.1 }), comparison({ variant: 'c', difference: 0.07, lift: 0.3 }))).sentence).toContain('c does better'));
  it('stays open while the interval holds zero', () => expect(verdict(results({}, comparison({ verdict: 'no_difference_shown', significant: false }))).sentence).toBe('No clear difference on purchase so far'));
  it('says when there is not enough to compute', () =>
    expect(verdict(results({}, comparison({ verdict: 'not_enough_data', difference: null, lift: null, p_value: null, lift_interval: null }))).sentence).toBe('There is not enough data yet to compare purchase'));
});

it('Shares are shown as observed and as expected', () => expect(split(results())[0]).toEqual({ key: 'a', observed: '50%', expected: '50%' }));

it('One axis holds every interval and zero', () => {
  const scale = scaleOf([[0.1, 0.3], null, [0.2, 0.5]]);
  expect(scale.low).toBeLessThan(0);
  expect(scale.high).toBeGreaterThan(0.5);
  expect(scaleOf([]).high).toBeGreaterThan(scaleOf([]).low);
});
