import { expect, it } from 'vitest';
import type { Experiment, Flag } from '../src/api/types';
import { stalenessOf } from '../src/features/flags/stale';

const now = Date.parse('2026-06-01T00:00:00Z');
const flag = (change: Partial<Flag> = {}): Flag =>
  ({ key: 'f', enabled: true, rollout: 100, rules: [], allow: [], deny: [], audience: null, prerequisites: [], critical: false, updated_at: '2026-04-01T00:00:00Z', ...change }) as Flag;
const stale = (given: Flag, experiments: Record<string, Experiment['status']> = {}) =>
  stalenessOf(given, new Map(Object.entries(experiments).map(([key, status]) => [key, { key, status } as Experiment])), now);

it('A flag that has served everyone the same for a month can go', () => {
  expect(stale(flag())).toEqual({ reason: 'on', days: 61 });
  expect(stale(flag({ enabled: false }))).toEqual({ reason: 'off', days: 61 });
  expect(stale(flag({ rollout: 0 }))).toEqual({ reason: 'off', days: 61 });
  expect(stale(flag({ updated_at: '2026-05-15T00:00:00Z' }))).toBeNull();
});

it('A flag that still tells people apart, and a kill switch, stay', () => {
  expect(stale(flag({ rollout: 50 }))).toBeNull();
  expect(stale(flag({ deny: ['u'] }))).toBeNull();
  expect(stale(flag({ rollout: 0, allow: ['u'] }))).toBeNull();
  expect(stale(flag({ rules: [{ serve: 'on' }] }))).toBeNull();
  expect(stale(flag({ critical: true }))).toBeNull();
});

it('A flag whose experiment is over waits for a decision, however young it is', () => {
  const driven = flag({ rules: [{ serve: { experiment: 'e' } }], updated_at: '2026-05-31T00:00:00Z' });
  expect(stale(driven, { e: 'stopped' })).toEqual({ reason: 'over', experiment: 'e' });
  expect(stale(driven, { e: 'running' })).toBeNull();
});
