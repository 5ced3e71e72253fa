import { useSyncExternalStore } from 'react';
import type { MessageKey } from './messages/en';
import { first } from './messages/en/first';

export type { MessageKey };
export type Messages = Record<MessageKey, string>;

/** The languages of the UI; what the first page says travels with the first load in English, the rest when it is asked for. */
export const locales = { en: 'English', de: 'Deutsch', zh: '简体中文' } as const;
export type Locale = keyof typeof locales;

/** What Intl and the `lang` attribute call them. */
const tags: Record<Locale, string> = { en: 'en', de: 'de', zh: 'zh-Hans' };

const loaders: Record<Locale, () => Promise<Messages>> = {
  en: () => import('./messages/en').then((module) => module.en),
  de: () => import('./messages/de').then((module) => module.de),
  zh: () => import('./messages/zh').then((module) => module.zh),
};

const storageKey = 'turnout.locale';

interface State {
  locale: Locale;
  messages: Messages;
  translate: Translate;
}

/** Looks a message up and fills its `{places}`; `count` also picks the plural form, from `key.one` and `key.other`. */
export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string;

// The pages that say more wait for allMessages.
let state: State = make('en', first as unknown as Messages);
let isWhole = false;
const listeners = new Set<() => void>();

function make(locale: Locale, messages: Messages): State {
  return { locale, messages, translate: (key, values) => fill(messages[key], values, locale) };
}

/** Replaces `{name}` by its value, numbers written as the language writes them. */
export function fill(message: string, values: Record<string, string | number> | undefined, locale: Locale): string {
  if (!values) return message;
  return message.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === 'number' ? new Intl.NumberFormat(locale === state?.locale ? localeTag() : tags[locale]).format(value) : value;
  });
}

/** The language that was chosen here, else the first of the browser's that we speak, else English. */
export function preferredLocale(stored: string | null, wanted: readonly string[]): Locale {
  if (stored !== null && stored in locales) return stored as Locale;
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0]!;
    if (language in locales) return language as Locale;
  }
  return 'en';
}

// What was asked for last; what was asked for before it and arrives later is not shown.
let loading: Promise<void> | undefined;

/** Shows this language once its words are here, unless another is asked for meanwhile: then it ends with that one. */
export function setLocale(locale: Locale, remember = true): Promise<void> {
  const mine: Promise<void> = loaders[locale]().then(
    (messages) => {
      if (loading !== mine) return loading;
      isWhole = true;
      state = make(locale, messages);
      document.documentElement.lang = tags[locale];
      if (remember) localStorage.setItem(storageKey, locale);
      listeners.forEach((listener) => listener());
      return undefined;
    },
    (error: unknown) => {
      if (loading === mine) loading = undefined;
      throw error;
    },
  );
  loading = mine;
  return mine;
}

/** Call once before the first render. */
export async function startLocale(): Promise<void> {
  const locale = preferredLocale(localStorage.getItem(storageKey), navigator.languages);
  if (locale !== 'en') await setLocale(locale, false);
  else document.documentElement.lang = tags.en;
}

/** Before a page whose words did not come with the first load. */
export const allMessages = (): Promise<void> => (isWhole ? Promise.resolve() : (loading ?? setLocale('en', false)));

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const current = (): State => state;

/** For code outside components; components use {@link useText}. */
export const text: Translate = (key, values) => state.translate(key, values);

/** The translate function; the component renders again when the language changes. */
export const useText = (): Translate => useSyncExternalStore(subscribe, current).translate;

export const useLocale = (): Locale => useSyncExternalStore(subscribe, current).locale;

/** The BCP 47 tag that dates and numbers are written by: the reader's own region, where it speaks the language shown. */
export const localeTag = (): string => navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === state.locale) ?? tags[state.locale];

type PluralBase = Extract<MessageKey, `${string}.other`> extends `${infer Base}.other` ? Base : never;

/** A message in the plural form of `count`. */
export function plural(t: Translate, base: PluralBase, count: number, values?: Record<string, string | number>): string {
  const form = new Intl.PluralRules(localeTag()).select(count) === 'one' ? 'one' : 'other';
  return t(`${base}.${form}` as MessageKey, { count, ...values });
}
