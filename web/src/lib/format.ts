import { localeTag } from './i18n';

const minus = '−';

/** A whole or decimal number, at most `digits` decimals. */
export const number = (value: number, digits = 2): string =>
  new Intl.NumberFormat(localeTag(), { maximumFractionDigits: digits }).format(value).replace(/^-/, minus);

/** A fraction as per cent: 0.1234 → 12.3 %. */
export const percent = (fraction: number, digits = 1): string =>
  new Intl.NumberFormat(localeTag(), { style: 'percent', maximumFractionDigits: digits }).format(fraction).replace(/^-/, minus);

/** Per cent as the API counts them, 0 to 100: 12.5 → 12.5 %. */
export const share = (value: number): string => percent(value / 100, 3);

/** A change as per cent, always with its sign. */
export const signedPercent = (fraction: number, digits = 1): string =>
  new Intl.NumberFormat(localeTag(), { style: 'percent', maximumFractionDigits: digits, minimumFractionDigits: digits, signDisplay: 'exceptZero' })
    .format(fraction)
    .replace(/^-/, minus);

export const signedNumber = (value: number, digits = 3): string =>
  new Intl.NumberFormat(localeTag(), { maximumSignificantDigits: digits, signDisplay: 'exceptZero' }).format(value).replace(/^-/, minus);

/** A p-value: never "0". */
export const pValue = (p: number): string => (p < 0.0001 ? `< ${number(0.0001, 4)}` : number(p, p < 0.01 ? 4 : 3));

/** The same within a sentence: "p = 0.03", "p < 0.0001". */
export const pText = (p: number): string => (p < 0.0001 ? `p ${pValue(p)}` : `p = ${pValue(p)}`);

const instant = new Map<string, Intl.DateTimeFormat>();

/** An instant in the reader's zone: 3 May 2026, 14:05. */
export function dateTime(iso: string): string {
  const tag = localeTag();
  let format = instant.get(tag);
  if (!format) instant.set(tag, (format = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' })));
  return format.format(new Date(iso));
}

export const date = (iso: string): string => new Intl.DateTimeFormat(localeTag(), { dateStyle: 'medium' }).format(new Date(iso));

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago, or how soon: "3 hours ago". */
export function relative(iso: string, now: number): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(localeTag(), { numeric: 'auto' });
  for (const [unit, size] of steps) if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  return format.format(0, 'minute');
}

/** "a, b and c" */
export const list = (items: readonly string[]): string => new Intl.ListFormat(localeTag(), { type: 'conjunction' }).format(items);
export const either = (items: readonly string[]): string => new Intl.ListFormat(localeTag(), { type: 'disjunction' }).format(items);
