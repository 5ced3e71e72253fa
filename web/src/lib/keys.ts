import type { Translate } from './i18n';

/** What is wrong with a key, in words; null when nothing is. */
export function keyFault(t: Translate, key: string): string | null {
  if (key === '') return t('key.missing');
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(key) ? null : t('key.invalid');
}

/** A key made of a name: "New checkout!" → "new-checkout". */
export const keyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 128);
