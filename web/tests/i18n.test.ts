import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let arrive: () => void;

beforeEach(() => {
  vi.resetModules();
  localStorage.clear();
  // English is slow to come, as on a poor line.
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  vi.doMock('../src/lib/messages/en', async (original) => {
    await arrived;
    return original();
  });
});
afterEach(() => vi.doUnmock('../src/lib/messages/en'));

it('The language that was chosen last is shown, also when the words of the one before come later', async () => {
  const { setLocale, text, allMessages } = await import('../src/lib/i18n');
  const page = allMessages();
  await setLocale('de');
  arrive();
  await page;
  expect(text('nav.experiments')).toBe('Experimente');
  expect(document.documentElement.lang).toBe('de');
  expect(localStorage.getItem('turnout.locale')).toBe('de');
});

it('A page that waits for its words has them when another language is chosen meanwhile', async () => {
  const { setLocale, text, allMessages } = await import('../src/lib/i18n');
  const chosen = setLocale('de');
  await allMessages();
  expect(text('nav.experiments')).toBe('Experimente');
  await chosen;
});
