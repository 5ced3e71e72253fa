import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { stage } from './stage.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pages = [
  '/env/production/flags', '/env/production/flags/new', '/env/production/flags/checkout.new_ui', '/env/production/flags/checkout.new_ui?tab=history',
  '/env/production/experiments', '/env/production/experiments/new', '/env/production/experiments/upgrade-button', '/env/production/experiments/search-ranking',
  '/env/production/experiments/upgrade-button?tab=setup', '/env/production/experiments/onboarding-tour?tab=setup', '/env/production/experiments/onboarding-tour?tab=safety', '/env/production/flags/search.page_size/experiment', '/shared#nothing', '/env/production/segments', '/env/production/segments/beta-testers', '/env/production/segments/beta-testers?tab=history', '/env/production/metrics',
  '/env/production/metrics/purchase', '/env/production/metrics/purchase?tab=history', '/env/production/start', '/env/production/live', '/env/production/layers', '/env/production/keys', '/env/production/cohort', '/env/production/audit', '/environments', '/members', '/webhooks', '/tokens', '/sinks', '/env/production/reviews',
];

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** What axe complains of, on the page as it is shown now; all of it, or what may be another thing in other colours. */
async function complaints(page: Page, name: string, colourOnly: boolean): Promise<string[]> {
  // By the debugger's door, not as a script element: the page's policy lets none in.
  await page.evaluate(`globalThis.axe ?? (() => { ${axe} })()`);
  const options = {
    runOnly: colourOnly ? { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
  };
  const violations = await page.evaluate(
    (given) => (globalThis as unknown as { axe: { run: (on: Document, options: object) => Promise<{ violations: Violation[] }> } }).axe.run(document, given).then((result) => result.violations),
    options,
  );
  return violations.map((one) => `${name}: ${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`).join(' | ')}`);
}

/** The same in light, and again in dark. */
async function inBothSchemes(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    found.push(...(await complaints(page, `${name} in ${colorScheme}`, colorScheme === 'dark')));
  }
  return found;
}

const { page, api, open } = stage({ users: 200 });

// On a phone, and in a window of 1280 px at 400 %, which has 320 px left (WCAG 1.4.10).
it('Every page passes axe in light and in dark, and does not scroll sideways on a phone or at 400 %', async () => {
  const found: string[] = [];
  const { id, token } = await api<{ id: string; token: string }>('POST', '/experiments/upgrade-button/snapshots', {});
  for (const path of [...pages, `/env/production/experiments/upgrade-button/snapshots/${id}`, `/shared#${token}`]) {
    await page().setViewportSize({ width: 1280, height: 860 });
    await page().emulateMedia({ colorScheme: 'light' });
    await open(path);
    await page().waitForLoadState('networkidle');
    found.push(...(await inBothSchemes(page(), path)));
    for (const width of [390, 320]) {
      await page().setViewportSize({ width, height: 860 });
      found.push(...(await page().evaluate(tooWide)).map((what) => `${path} at ${width} px: ${what}`));
    }
  }
  expect(found).toEqual([]);
}, 240_000);

it('So do the palette and a dialog, and on a phone the menu opens', async () => {
  await open('/env/production/keys');
  await page().keyboard.press('Control+k');
  await page().getByRole('listbox').getByRole('option').first().waitFor();
  const found = await inBothSchemes(page(), 'palette');
  await open('/env/production/keys');
  await page().getByRole('button', { name: 'New key' }).click();
  await page().getByRole('dialog').getByLabel('Name').waitFor();
  found.push(...(await inBothSchemes(page(), 'dialog')));
  await page().setViewportSize({ width: 390, height: 860 });
  await open('/env/production/keys');
  await page().getByRole('button', { name: 'Menu' }).click();
  await page().getByRole('link', { name: 'Segments' }).click();
  await page().getByRole('heading', { name: 'Segments', level: 1 }).waitFor();
  expect(found).toEqual([]);
});

/** What is wider than the page; and what scrolls sideways within it, unless it is code, a table or a chart, which may (1.4.10). */
function tooWide(): string[] {
  const page = document.documentElement;
  const found = page.scrollWidth - page.clientWidth > 1 ? [`the page by ${page.scrollWidth - page.clientWidth} px`] : [];
  for (const element of document.querySelectorAll<HTMLElement>('main *')) {
    const style = getComputedStyle(element);
    if (!/auto|scroll/.test(style.overflowX) || element.scrollWidth - element.clientWidth <= 1) continue;
    if (!element.matches('pre, .table-card, .table-scroll, textarea, input')) found.push(`${element.className} by ${element.scrollWidth - element.clientWidth} px`);
  }
  return found;
}
