// Takes the pictures of docs/images: the main pages, light and dark, from a server with sample data.
// node scripts/screenshots.mjs [folder]
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { endBrowser, openBrowser } from '../journeys/browser.mjs';
import { seed } from '../journeys/seed.mjs';
import { adminToken, startServer } from '../journeys/server.mjs';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../docs/images', import.meta.url));
await mkdir(folder, { recursive: true });
const pages = {
  flags: '/env/production/flags',
  'flag-editor': '/env/production/flags/checkout.new_ui',
  experiments: '/env/production/experiments',
  results: '/env/production/experiments/upgrade-button',
  'results-broken': '/env/production/experiments/search-ranking',
  'experiment-new': '/env/production/experiments/new',
  'experiment-safety': '/env/production/experiments/onboarding-tour?tab=safety',
  'from-flag': '/env/production/flags/search.page_size/experiment',
  segments: '/env/production/segments',
  metrics: '/env/production/metrics',
  start: '/env/production/start',
  keys: '/env/production/keys',
  audit: '/env/production/audit',
};
const server = await startServer();
try {
  await seed(server.api);
  const { token } = await server.api('POST', '/api/v1/environments/production/experiments/upgrade-button/snapshots', { note: 'For the board, after the first week' });
  pages.shared = `/shared#${token}`;
  for (const dark of [false, true]) {
    const browser = await openBrowser({ dark });
    try {
      const page = browser.context.pages()[0];
      page.on('console', (message) => message.type() === 'error' && console.error(`console: ${message.text()}`));
      page.on('pageerror', (error) => console.error(`page: ${error.message}`));
      await page.goto(`${server.address}/sign-in`);
      await page.getByRole('button', { name: 'Sign in with an admin token instead' }).click();
      await page.getByLabel('Admin token').fill(adminToken);
      await page.screenshot({ path: join(folder, `sign-in${dark ? '-dark' : ''}.png`) });
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL('**/flags');
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(server.address + path);
        await page.waitForLoadState('networkidle');
        await page.locator('h1').waitFor();
        await page.screenshot({ path: join(folder, `${name}${dark ? '-dark' : ''}.png`), fullPage: name !== 'audit' });
      }
      await page.goto(`${server.address}/env/production/flags`);
      await page.locator('h1').waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search flags' }).fill('che');
      await page.getByRole('listbox').getByRole('option').first().waitFor();
      await page.screenshot({ path: join(folder, `palette${dark ? '-dark' : ''}.png`) });
    } finally {
      await browser.close();
    }
  }
} finally {
  await endBrowser();
  await server.stop();
}
