import { expect, it } from 'vitest';
import type { Experiment } from '../src/api/types';
import { layersOf } from '../src/features/experiments/layers';

const experiment = (key: string, layer: Experiment['layer'], status: Experiment['status'] = 'running') => ({ key, layer, status }) as Experiment;

it('A layer is one strip from the first slot to the last, with its gaps', () => {
  const [layer] = layersOf([experiment('b', { key: 'home', from: 5000, to: 9000 }), experiment('a', { key: 'home', from: 0, to: 2500 }), experiment('alone', null)]);
  expect(layer!.parts.map((part) => [part.from, part.to, part.experiments.map((one) => one.key).join()])).toEqual([
    [0, 2500, 'a'],
    [2500, 5000, ''],
    [5000, 9000, 'b'],
    [9000, 10000, ''],
  ]);
  expect(layer!.free).toBe(3500);
  expect(layer!.experiments.map((one) => one.key)).toEqual(['a', 'b']);
});

it('Slots that two experiments claim are shown as shared, and the archived have left theirs', () => {
  const [layer] = layersOf([experiment('a', { key: 'home', from: 0, to: 6000 }), experiment('b', { key: 'home', from: 4000, to: 10000 }, 'draft'), experiment('c', { key: 'home', from: 0, to: 10000 }, 'archived')]);
  expect(layer!.parts.map((part) => part.experiments.length)).toEqual([1, 2, 1]);
});
