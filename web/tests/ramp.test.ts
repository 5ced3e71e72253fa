import { describe, expect, it } from 'vitest';
import type { Flag } from '../src/api/types';
import { nextKey } from '../src/features/experiments/CopyExperiment';
import { placesOf } from '../src/features/experiments/FromFlagPage';
import { scaleOf } from '../src/features/experiments/IntervalPlot';
import { text } from '../src/lib/i18n';
import { localTime } from '../src/ui/Instant';
import { holdText, usualSteps, wrongStep } from '../src/ui/ramp/plan';

describe('A ramp', () => {
  it('begins with the usual steps above where the share stands', () => expect(usualSteps(10).map((step) => step.percent)).toEqual([25, 50, 100]));
  it('goes up at every step, and not above everyone', () => {
    const steps = (...percents: number[]) => percents.map((percent) => ({ percent, hold_minutes: 60, min_units: 0 }));
    expect(wrongStep(steps(10, 50, 100), 5)).toBeNull();
    expect(wrongStep(steps(5, 50), 5)).toBe(0);
    expect(wrongStep(steps(10, 10), 5)).toBe(1);
    expect(wrongStep(steps(10, 101), 5)).toBe(1);
  });
  it('says how long a step is held in the largest unit that fits', () => expect([1440, 2880, 720, 90, 0].map((minutes) => holdText(text, minutes))).toEqual(['1 day', '2 days', '12 hours', '90 minutes', '0 minutes']));
});

it('The copy of a copy counts on', () => expect([nextKey('hero'), nextKey('hero-2'), nextKey('hero-9')]).toEqual(['hero-2', 'hero-3', 'hero-10']));

it('Only what has two groups can become an experiment', () => {
  const flag = { rollout: 25, rules: [{ if: null, serve: 'on' }, { if: null, serve: { rollout: 50 } }, { if: null, serve: { split: { a: 1, b: 1 } } }] } as unknown as Flag;
  expect(placesOf(text, flag).map((place) => [place.value, place.percent])).toEqual([['1', 50], ['2', null], ['', 25]]);
});

it('A centred axis has its zero in the middle', () => {
  const scale = scaleOf([[0.1, 0.3], [-0.2, 0.1]], true);
  expect(scale.low).toBeCloseTo(-scale.high);
  expect(scale.high).toBeGreaterThan(0.3);
});

it('A field of day and time shows the instant in the reader’s zone', () => expect(new Date(localTime('2026-05-03T12:34:00Z')).getTime()).toBe(Date.UTC(2026, 4, 3, 12, 34)));
