import { describe, expect, it } from 'vitest';
import { pValue, relative, signedPercent } from '../src/lib/format';
import { text } from '../src/lib/i18n';
import { sameJson } from '../src/lib/json';
import { keyFault, keyOf } from '../src/lib/keys';
import { rank } from '../src/lib/rank';

describe('The palette finds', () => {
  const keys = ['checkout.new_ui', 'newsletter', 'search.pageSize', 'ui-theme'];
  const found = (query: string) => rank(query, keys, (key) => key, 3);
  it('the start of a key before the start of a word', () => expect(found('new')[0]).toBe('newsletter'));
  it('words inside camel case', () => expect(found('size')).toEqual(['search.pageSize']));
  it('first letters of words', () => expect(found('cnu')).toEqual(['checkout.new_ui']));
  it('several words in any order', () => expect(found('ui check')).toEqual(['checkout.new_ui']));
  it('nothing where nothing fits', () => expect(found('zzz')).toEqual([]));
  it('the first items where nothing is typed', () => expect(found('')).toHaveLength(3));
});

describe('Keys', () => {
  it.each(['a', 'checkout.new_ui', '9-lives', 'x'.repeat(128)])('%s is one', (key) => expect(keyFault(text, key)).toBeNull());
  it.each(['', '.a', 'a b', 'ä', 'x'.repeat(129)])('“%s” is none', (key) => expect(keyFault(text, key)).not.toBeNull());
  it('are made of names', () => expect(keyOf('  Büro & Café! ')).toBe('buro-cafe'));
});

describe('Numbers', () => {
  it('never show a p-value as 0', () => expect(pValue(1e-12)).toBe('< 0.0001'));
  it('carry their sign', () => expect([signedPercent(0.1234), signedPercent(-0.05), signedPercent(0)]).toEqual(['+12.3%', '−5.0%', '0.0%']));
  it('of time are words', () => expect(relative('2026-01-01T00:00:00Z', Date.parse('2026-01-01T03:00:00Z'))).toBe('3 hours ago'));
});

it('JSON is compared by value, members in any order', () => {
  expect(sameJson({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
  expect(sameJson({ a: 1 }, { a: 1, b: undefined })).toBe(true);
  expect(sameJson([1, 2], [2, 1])).toBe(false);
  expect(sameJson({ a: 1 }, [1])).toBe(false);
});
