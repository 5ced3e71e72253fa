import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { stage } from './stage.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pages = [
  '/env/production/flags', '/env/production/flags/new', '/env/production/flags/checkout.new_ui', '/env/production/flags/checkout.new_ui?tab=history',
  '/env/production/experiments', '/env/production/experiments/new', '/env/production/experiments/upgrade-button', '/env/production/experiments/search-ranking',
  '/env/production/experiments/upgrade-button?tab=setup', '/env/production/experiments/onboarding-tour?tab=setup', '/env/production/experiments/onboarding-tour?tab=safety', '/env/production/flags/search.page_size/experiment', '/shared#nothing', '/env/production/segments', '/env/production/segments/beta-testers', '/env/production/metrics',
  '/env/production/metrics/purchase', '/env/production/start', '/env/production/live', '/env/production/layers', '/env/production/keys', '/env/production/cohort', '/env/production/audit', '/environments', '/members', '/webhooks', '/tokens', '/sinks', '/env/production/reviews',
];

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

describe.each([
  ['light', false],
  ['dark', true],
])('In %s', (_, dark) => {
  const { page, api, open } = stage({ dark, users: 200 });
  it('every page passes axe, and so do the palette and a dialog', async () => {
    const found: string[] = [];
    const check = async (name: string) => {
      // By the debugger's door, not as a script element: the page's policy lets none in.
      await page().evaluate(axe);
      const violations = await page().evaluate(
        () => (globalThis as unknown as { axe: { run: (on: Document, options: object) => Promise<{ violations: Violation[] }> } }).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => result.violations),
      );
      found.push(...violations.map((one) => `${name}: ${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`).join(' | ')}`));
    };
    const { id, token } = await api<{ id: string; token: string }>('POST', '/experiments/upgrade-button/snapshots', {});
    for (const path of [...pages, `/env/production/experiments/upgrade-button/snapshots/${id}`, `/shared#${token}`]) {
      await open(path);
      await page().waitForLoadState('networkidle');
      await check(path);
    }
    await open('/env/production/keys');
    await page().keyboard.press('Control+k');
    await page().getByRole('listbox').getByRole('option').first().waitFor();
    await check('palette');
    await open('/env/production/keys');
    await page().getByRole('button', { name: 'New key' }).click();
    await page().getByRole('dialog').getByLabel('Name').waitFor();
    await check('dialog');
    expect(found).toEqual([]);
  }, 240_000);
});

describe('On a phone, and in a window of 1280 px at 400 %, which has 320 px left (WCAG 1.4.10)', () => {
  const { page, open } = stage({ width: 390, users: 60 });
  it('no page scrolls sideways, and the menu opens', async () => {
    const wide: string[] = [];
    for (const path of pages) {
      await page().setViewportSize({ width: 390, height: 860 });
      await open(path);
      await page().waitForLoadState('networkidle');
      for (const width of [390, 320]) {
        await page().setViewportSize({ width, height: 860 });
        wide.push(...(await page().evaluate(tooWide)).map((what) => `${path} at ${width}: ${what}`));
      }
    }
    await page().getByRole('button', { name: 'Menu' }).click();
    await page().getByRole('link', { name: 'Segments' }).click();
    await page().getByRole('heading', { name: 'Segments', level: 1 }).waitFor();
    expect(wide).toEqual([]);
  }, 120_000);
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
