import { describe, expect, it } from 'vitest';
import type { Flag } from '../src/api/types';
import { blankFlag, changes, move, offVariantOf, onVariantOf, unreachable, variantServed } from '../src/features/flags/draft';
import { text } from '../src/lib/i18n';

const flag = (change: Partial<Flag> = {}): Flag => ({ ...blankFlag('checkout'), ...change });
const said = (before: Partial<Flag>, after: Partial<Flag>) => changes(text, flag(before), flag(after));
const beta = { if: { segment: 'beta' }, serve: 'on' };
const pro = { if: { attribute: 'plan', op: 'equals' as const, value: 'pro' }, serve: { rollout: 50 } };

describe('A change in words', () => {
  it('says nothing where nothing changes', () => expect(said({}, {})).toEqual([]));
  it('names the switch', () => expect(said({}, { enabled: true })).toEqual(['Turns on']));
  it('names both shares', () => expect(said({ rollout: 10 }, { rollout: 50 })).toEqual(['Everyone else: 10% → 50%']));
  it('names who is added to a list and who goes', () =>
    expect(said({ deny: ['a', 'b'] }, { deny: ['b', 'c'] })).toEqual(['Deny list: adds c', 'Deny list: removes a']));
  it('names a new rule', () => expect(said({}, { rules: [beta] })).toEqual(['New rule 1: if in segment beta → on']));
  it('names a rule that goes', () => expect(said({ rules: [beta, pro] }, { rules: [pro] })).toEqual(['Rule 1 goes: if in segment beta → on']));
  it('shows a changed rule before and after', () =>
    expect(said({ rules: [beta] }, { rules: [{ ...beta, serve: 'off' }] })).toEqual(['Rule 1: if in segment beta → on → if in segment beta → off']));
  it('notices a new order', () => expect(said({ rules: [beta, pro] }, { rules: [pro, beta] })).toEqual(['Rules change places']));
  it('names values of variants', () =>
    expect(said({ variants: [{ key: 'a', value: 1 }] }, { variants: [{ key: 'a', value: 2 }, { key: 'b', value: 3 }], off_variant: 'off', on_variant: 'on' })).toEqual(['Variant a: 1 → 2', 'New variant b = 3']));
});

it('A rule moves to its new place, and not beyond the ends', () => {
  expect(move(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(move(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(move(['a', 'b'], 1, 9)).toEqual(['a', 'b']);
});

it('Rules behind one that takes everyone are never reached', () => {
  expect(unreachable([beta, { if: { all: [] }, serve: 'on' }, pro])).toEqual(new Set([2]));
  expect(unreachable([beta, pro])).toEqual(new Set());
});

it('A flag without named variants is on or off', () => {
  const bare = flag({ variants: [], on_variant: null, off_variant: null });
  expect([onVariantOf(bare), offVariantOf(bare)]).toEqual(['on', 'off']);
  expect(variantServed(bare, true)).toBe('on');
  expect(variantServed(bare, 'off')).toBe('off');
  expect(variantServed(bare, 'purple')).toBeNull();
});
