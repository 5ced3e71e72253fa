import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fill, preferredLocale } from '../src/lib/i18n';
import { de } from '../src/lib/messages/de';
import { en, type MessageKey } from '../src/lib/messages/en';
import { zh } from '../src/lib/messages/zh';

const keys = Object.keys(en) as MessageKey[];
const places = (message: string) => [...message.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
const source = (readdirSync('src', { recursive: true }) as string[])
  .filter((name) => /\.tsx?$/.test(name) && !name.includes('messages'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n');

describe.each([
  ['German', de],
  ['Simplified Chinese', zh],
])('The %s catalogue', (_, messages) => {
  it('has every key and no other', () => expect(Object.keys(messages).sort()).toEqual([...keys].sort()));
  it('has the same places as English in every message', () => {
    expect(keys.filter((key) => JSON.stringify(places(messages[key])) !== JSON.stringify(places(en[key])))).toEqual([]);
  });
  it('is translated, but for words and signs that are the same in both', () => {
    const same = keys.filter((key) => messages[key] === en[key]);
    expect(same.length).toBeLessThan(keys.length * 0.08);
  });
});

it('Every message is used somewhere', () => {
  // Keys that are put together, as `status.${status}`, count by what stands before the place.
  const built = [...source.matchAll(/[`']([a-zA-Z.]+\.)\$\{/g)].map((match) => match[1]!);
  const unused = keys.filter((key) => !source.includes(`'${key}'`) && !source.includes(`'${key.replace(/\.(one|other)$/, '')}'`) && !built.some((start) => key.startsWith(start)));
  expect(unused).toEqual([]);
});

it('The stored language wins, then the first of the browser that is spoken here, then English', () => {
  expect(preferredLocale('zh', ['de-AT'])).toBe('zh');
  expect(preferredLocale(null, ['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(preferredLocale('xx', ['fr'])).toBe('en');
});

it('A place without a value stays visible, and numbers are written as the language writes them', () => {
  expect(fill('{a} of {b}', { a: 1 }, 'en')).toBe('1 of {b}');
  expect(fill('{n}', { n: 1234567 }, 'de')).toBe('1.234.567');
});
