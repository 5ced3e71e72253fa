import { expect, it } from 'vitest';
import { openBrowser } from './browser.mjs';
import { adminToken } from './server.mjs';
import { stage } from './stage.js';

const { page, api, open, server } = stage();

/** Presses Tab until what has the focus is called so; fails when it never is. Nothing here touches a mouse. */
async function tabTo(name: RegExp, on = page()): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 90; presses++) {
    await on.keyboard.press('Tab');
    const focused = await on.evaluate(() => {
      const element = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLLabelElement> };
      return element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? '';
    });
    if (name.test(focused.trim())) return;
    passed.push(focused.trim().slice(0, 24));
  }
  throw new Error(`Tab never came to ${name}; it came to: ${passed.join(' | ')}`);
}

it('By keyboard: signing in', async () => {
  const { context, close } = await openBrowser();
  try {
    const other = context.pages()[0]!;
    await other.goto(`${server().address}/sign-in`);
    await other.getByRole('heading', { name: 'Sign in to Turnout' }).waitFor();
    await tabTo(/admin token instead/, other);
    await other.keyboard.press('Enter');
    await other.getByLabel('Admin token').waitFor();
    await other.keyboard.type(adminToken);
    await other.keyboard.press('Enter');
    await other.getByRole('heading', { name: 'Flags', level: 1 }).waitFor();
  } finally {
    await close();
  }
});

it('By keyboard: a kill switch is thrown', async () => {
  await open('/env/production/flags');
  await page().getByRole('switch').first().waitFor();
  await tabTo(/payments\.enabled/);
  await page().keyboard.press('Space');
  await page().getByRole('dialog').waitFor();
  await tabTo(/^Turn off$/);
  await page().keyboard.press('Enter');
  await page().getByText(/payments\.enabled is off/).waitFor();
  expect(await api('GET', '/flags/payments.enabled')).toMatchObject({ enabled: false });
});

it('By keyboard: a flag is made', async () => {
  await open('/env/production/flags');
  await tabTo(/^New flag$/);
  await page().keyboard.press('Enter');
  await page().getByRole('heading', { name: 'New flag', level: 1 }).waitFor();
  await page().keyboard.type('by.keyboard');
  await page().keyboard.press('Enter');
  await page().getByRole('heading', { name: 'by.keyboard', level: 1 }).waitFor();
  expect(await api('GET', '/flags/by.keyboard')).toMatchObject({ type: 'boolean', enabled: false });
});

it('By keyboard: an experiment is found with the palette and paused', async () => {
  await open('/env/production/flags');
  await page().keyboard.press('Control+k');
  await page().getByRole('listbox').getByRole('option').first().waitFor();
  await page().keyboard.type('search-ranking');
  await page().getByRole('listbox').getByRole('option', { name: /^search-ranking/ }).first().waitFor();
  await page().keyboard.press('Enter');
  await page().getByRole('heading', { name: 'search-ranking', level: 1 }).waitFor();
  await tabTo(/^More actions$/);
  await page().keyboard.press('Enter');
  await page().getByRole('menuitem', { name: 'Pause' }).waitFor();
  await page().keyboard.press('ArrowDown');
  for (let steps = 0; steps < 5 && !(await page().getByRole('menuitem', { name: 'Pause' }).evaluate((item) => item === document.activeElement)); steps++) await page().keyboard.press('ArrowDown');
  await page().keyboard.press('Enter');
  await page().getByRole('dialog').waitFor();
  await tabTo(/^Pause$/);
  await page().keyboard.press('Enter');
  await page().getByText('search-ranking is paused').waitFor();
  expect(await api('GET', '/experiments/search-ranking')).toMatchObject({ status: 'paused' });
});

it('By keyboard: the table of results is read and its computation opened and closed', async () => {
  await open('/env/production/experiments/upgrade-button');
  await page().getByRole('heading', { name: 'Metrics' }).waitFor();
  await tabTo(/^How was purchase for/);
  await page().keyboard.press('Enter');
  await page().getByRole('dialog').getByText('Pooled two-proportion z-test').waitFor();
  await page().keyboard.press('Escape');
  await expect.poll(() => page().getByRole('dialog').count(), { timeout: 5000 }).toBe(0);
  // The focus comes back a moment after the dialog has gone.
  await expect.poll(() => page().evaluate(() => document.activeElement?.getAttribute('aria-label')), { timeout: 5000 }).toMatch(/^How was purchase for/);
});
