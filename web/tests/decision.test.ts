import { describe, expect, it } from 'vitest';
import type { Decision } from '../src/api/types';
import { canAddFamily, decidedBy, decisionFor, familyText, faultsOf, hasEnd, isSound, roleOf } from '../src/features/experiments/decision';
import { text } from '../src/lib/i18n';

const metrics = ['orders', 'revenue', 'errors'];
const guarded: Decision = { method: 'always_valid', roles: [{ metric: 'errors', role: 'guardrail', relative_margin: 0.02 }], families: [{ name: 'goals', metrics: ['orders', 'revenue'] }] };
const faults = (decision: Decision, times = {}) => faultsOf(text, decision, metrics, times);

describe('A decision', () => {
  it('that says nothing is sound: the server has its defaults', () => expect(isSound(faults({}))).toBe(true));
  it('with roles and families is sound', () => expect(faults(guarded)).toEqual({ families: [{}] }));
  it.each([0, -0.05, 0.51, Number.NaN])('has no level of %s', (alpha) => expect(faults({ alpha }).alpha).toBe('Above 0 and at most 50 %.'));
  it.each([0.5, 0.001])('may have a level of %s', (alpha) => expect(isSound(faults({ alpha }))).toBe(true));
  it('ends after it starts', () => {
    const decision: Decision = { method: 'fixed_horizon', planned_end: '2026-06-01T00:00:00Z' };
    expect(faults(decision, { start_at: '2026-06-01T00:00:00Z' }).plannedEnd).toBe('It has to lie after the start.');
    expect(isSound(faults(decision, { start_at: '2026-05-31T00:00:00Z' }))).toBe(true);
  });
  it('counts units between what a test needs and what exists', () => {
    expect(faults({ planned_units: 1 }).plannedUnits).toBe('A number from 2 to 1,000,000,000,000.');
    expect(faults({ minimum_units: 0 }).minimumUnits).toBe('A number from 1 to 1,000,000,000.');
  });
  it('has an end unless it may be looked at any day', () => {
    expect([hasEnd({}, {}), hasEnd({ method: 'fixed_horizon' }, {}), hasEnd({ method: 'fixed_horizon' }, { stop_at: '2026-06-01T00:00:00Z' })]).toEqual([true, false, true]);
  });
});

describe('A family', () => {
  const family = (name: string, of: string[]) => faults({ ...guarded, families: [{ name: 'goals', metrics: ['orders'] }, { name, metrics: of }] }).families[1];
  it('has a name of its own', () => {
    expect(family('goals', ['revenue'])!.name).toContain('This name is taken');
    expect(family('secondary', ['revenue'])!.name).toContain('This name is taken');
    expect(family('two words', ['revenue'])!.name).toBeDefined();
    expect(family('money', ['revenue'])).toEqual({});
  });
  it('has metrics', () => expect(family('money', [])!.metrics).toBe('Choose at least one metric.'));
  it('does not mix guardrails with metrics that are to improve', () => {
    expect(family('all', ['revenue', 'errors'])!.metrics).toContain('Guardrails');
    expect(family('harm', ['errors'])).toEqual({});
  });
  it('is one of twenty at most', () => {
    const many = Array.from({ length: 20 }, (_, n) => ({ name: `f${n}`, metrics: [] }));
    expect([canAddFamily({ families: many.slice(1) }), canAddFamily({ families: many })]).toEqual([true, false]);
  });
  it('is called in the reader’s words where the server named it', () => expect([familyText(text, 'added_later'), familyText(text, 'goals')]).toEqual(['added later', 'goals']));
});

it('A metric that leaves the experiment leaves its role and its family', () => {
  expect(decisionFor(guarded, ['revenue'])).toEqual({ method: 'always_valid', roles: [], families: [{ name: 'goals', metrics: ['revenue'] }] });
  expect(decisionFor(guarded, ['errors'])).toEqual({ method: 'always_valid', roles: guarded.roles, families: [] });
  // One that is just being made stays.
  expect(decisionFor({ families: [{ name: 'new', metrics: [] }] }, metrics).families).toHaveLength(1);
});

it('Only a fixed horizon keeps its planned end', () => {
  const fixed = decidedBy({ method: 'fixed_horizon', planned_end: '2026-06-01T00:00:00Z', alpha: 0.1 }, 'always_valid');
  expect(fixed).toEqual({ method: 'always_valid', alpha: 0.1 });
});

it('The first metric decides where none is named primary', () => {
  expect(metrics.map((metric) => roleOf(guarded, metrics, metric))).toEqual(['primary', 'secondary', 'guardrail']);
  expect(roleOf({ roles: [{ metric: 'revenue', role: 'primary' }] }, metrics, 'orders')).toBe('secondary');
});
