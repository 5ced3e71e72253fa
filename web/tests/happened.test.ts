import { expect, it } from 'vitest';
import { happened } from '../src/features/experiments/happened';
import { text } from '../src/lib/i18n';

const told = (kind: string, metadata: Parameters<typeof happened>[1]['metadata'] = {}) => happened(text, { kind, metadata });

it('What happened to an experiment is a word, not a kind', () => {
  expect(told('experiment.launched')).toEqual({ what: 'Launched', facts: [] });
  expect(told('experiment.teleported').what).toBe('experiment.teleported');
});

it('Why a guardrail paused it is told with the numbers, each once', () => {
  const trip = { cause: 'metric', metric: 'errors', variant: 'b', reason: "'errors' is clearly worse with 'b' (+0.1, p = 0.001).", p_value: 0.001 };
  expect(told('experiment.paused', trip).facts).toEqual(['errors was clearly worse with b', "'errors' is clearly worse with 'b' (+0.1, p = 0.001)."]);
});

it('What was changed, forced or taken back is said; what is not known stays readable, what is empty is left out', () => {
  expect(told('experiment.updated', { changed: ['traffic', 'metrics'], force: true, reverted_to: 12, ramp: 3, note: null }).facts).toEqual([
    'Changed: traffic and metrics', 'Back to version 12', 'Saved although a live experiment is affected', 'ramp: 3',
  ]);
});
