// How fast the admin UI is with 5,000 flags and 500 experiments: each page's API calls, when it is ready, and how a long list scrolls.
// node scripts/measure-pages.mjs [--visits 20] [--data folder]   A folder is filled once and kept; without one, all is thrown away.
import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { endBrowser, openBrowser } from '../journeys/browser.mjs';
import { adminToken, startServer } from '../journeys/server.mjs';
import { fill } from './fill-store.mjs';

const { values } = parseArgs({ options: { visits: { type: 'string', default: '20' }, data: { type: 'string' } } });
const visits = Number(values.visits);
const at = '/env/production';
/** What shows that a page has what it is for. */
const pages = [
  ['flags', `${at}/flags`, 'tbody:nth-of-type(2) tr:nth-child(10) a'],
  ['flags, searched', `${at}/flags?q=checkout&state=on`, 'tbody:nth-of-type(2) tr:nth-child(10) a'],
  ['flag', `${at}/flags/checkout.feature_0008`, '.step'],
  ['flag, history', `${at}/flags/checkout.feature_0008?tab=history`, 'article'],
  ['experiments', `${at}/experiments`, 'main table tbody:nth-of-type(2) tr:nth-child(10) a, main article'],
  ['experiment, results', `${at}/experiments/checkout-test-0`, '.verdict'],
  ['experiment, new', `${at}/experiments/new`, 'main form, main input'],
  ['layers', `${at}/layers`, 'main section'],
  ['segments', `${at}/segments`, 'main table tbody tr a'],
  ['segment', `${at}/segments/checkout-beta`, 'main form'],
  ['metrics', `${at}/metrics`, 'main table tbody tr a'],
  ['reviews', `${at}/reviews`, '.empty, article'],
  ['live events', `${at}/live`, 'main table tbody tr'],
  ['get started', `${at}/start`, '.steps .snippet'],
  ['keys', `${at}/keys`, 'main table tbody tr'],
  ['audit', `${at}/audit`, 'main table tbody:nth-of-type(2) tr:nth-child(10)'],
  ['environments', '/environments', 'main table tbody tr'],
  ['tokens', '/tokens', 'main section table, main section'],
  ['webhooks', '/webhooks', '.empty, main table'],
  ['sinks', '/sinks', '.empty, main section'],
];
const quantile = (numbers, q) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.ceil(q * numbers.length) - 1)] ?? Number.NaN;
const ms = (number) => number.toFixed(0).padStart(5);

const filled = values.data !== undefined && existsSync(`${values.data}/filled`);
// The script fills faster than one operator may ask.
const server = await startServer({ data: values.data, settings: { Turnout__Limits__OperatorPerSecond: '0' } });
const browser = await openBrowser({ motion: true });
let slow = 0;
try {
  if (!filled) {
    await fill(server.api);
    if (values.data) writeFileSync(`${values.data}/filled`, '');
  }
  const page = browser.context.pages()[0];
  const signedIn = await browser.context.request.post(`${server.address}/api/v1/session`, { headers: { Authorization: `Bearer ${adminToken}` }, data: {} });
  if (!signedIn.ok()) throw new Error(`Signing in: ${signedIn.status()}`);
  await page.goto(server.address);
  await page.locator('h1').waitFor();

  console.log('| page | calls | slowest call, median | slowest call, p95 | from an empty tab, median | p95 | from another page, median | p95 |\n|---|---|---|---|---|---|---|---|');
  for (const [name, path, ready] of pages) {
    const calls = [], opened = [], reached = [];
    let count = 0;
    for (let visit = -2; visit < visits; visit++) {
      await page.goto(server.address + path, { waitUntil: 'commit' });
      const taken = await page.waitForFunction((selector) => document.querySelector(selector) && performance.now(), ready, { polling: 'raf' }).then((handle) => handle.jsonValue());
      await page.waitForLoadState('networkidle');
      const spans = await page.evaluate(() => performance.getEntriesByType('resource').filter((entry) => new URL(entry.name).pathname.startsWith('/api/')).map((entry) => entry.responseEnd - entry.requestStart));
      // The first two warm what a second visit has: the server's code, the browser's cache.
      if (visit < 0) continue;
      opened.push(taken);
      calls.push(Math.max(0, ...spans));
      count = Math.max(count, spans.length);
    }
    // As by a click on a link: the UI runs already, the page's own code and data are fetched.
    for (let visit = 0; visit < visits; visit++) {
      await page.goto(server.address + (path === '/environments' ? '/tokens' : '/environments'));
      await page.locator('h1').waitFor();
      await page.waitForLoadState('networkidle');
      const { from, left } = await page.evaluate((to) => {
        const start = { from: performance.now(), left: document.querySelector('h1').textContent };
        history.pushState(null, '', to);
        dispatchEvent(new PopStateEvent('popstate'));
        return start;
      }, path);
      // The page that is left may have a table too.
      const there = await page.waitForFunction(
        ([selector, before]) => document.querySelector('h1') && document.querySelector('h1').textContent !== before && document.querySelector(selector) && performance.now(),
        [ready, left],
        { polling: 'raf' },
      );
      reached.push((await there.jsonValue()) - from);
    }
    if (quantile(calls, 0.95) > 300 || quantile(reached, 0.95) > 300) slow++;
    console.log(`| ${name} | ${count} | ${ms(quantile(calls, 0.5))} ms | ${ms(quantile(calls, 0.95))} ms | ${ms(quantile(opened, 0.5))} ms | ${ms(quantile(opened, 0.95))} ms | ${ms(quantile(reached, 0.5))} ms | ${ms(quantile(reached, 0.95))} ms |`);
  }

  await page.goto(`${server.address}${at}/flags`);
  await page.locator('tbody tr a').first().waitFor();
  await page.mouse.move(700, 500);
  await page.evaluate(() => {
    globalThis.frames_ = [];
    let last = performance.now();
    const tick = (now) => (globalThis.frames_.push(now - last), (last = now), requestAnimationFrame(tick));
    requestAnimationFrame(tick);
  });
  let rows = 0;
  for (let step = 0; step < 2000; step++) {
    await page.mouse.wheel(0, 600);
    if (step % 20 === 19) {
      rows = Number((await page.getByRole('status').first().textContent()).replace(/\D/g, ''));
      const end = await page.evaluate(() => innerHeight + scrollY >= document.documentElement.scrollHeight - 4);
      if (end && rows >= 5000) break;
    }
  }
  const frames = await page.evaluate(() => globalThis.frames_);
  const elements = await page.evaluate(() => document.querySelectorAll('tbody tr').length);
  console.log(`\nScrolled through ${rows} flags: ${frames.length} frames, median ${quantile(frames, 0.5).toFixed(1)} ms, p95 ${quantile(frames, 0.95).toFixed(1)} ms, longest ${Math.max(...frames).toFixed(0)} ms, ${frames.filter((frame) => frame > 50).length} above 50 ms; ${elements} rows in the document at the end.`);
  await page.evaluate(() => scrollTo(0, 0));
  for (const speed of [2000, 4000]) {
    // A hand on the wheel: so many pixels a second, moved on in each frame.
    const paced = await page.evaluate(
      (pixels) =>
        new Promise((resolve) => {
          const taken = [];
          const start = performance.now();
          let last = start;
          const tick = (now) => {
            taken.push(now - last);
            scrollBy(0, (pixels * (now - last)) / 1000);
            last = now;
            if (now - start < 15_000) requestAnimationFrame(tick);
            else resolve(taken);
          };
          requestAnimationFrame(tick);
        }),
      speed,
    );
    console.log(`At ${speed} px/s: ${paced.length} frames, median ${quantile(paced, 0.5).toFixed(1)} ms, p95 ${quantile(paced, 0.95).toFixed(1)} ms, longest ${Math.max(...paced).toFixed(0)} ms, ${paced.filter((frame) => frame > 50).length} above 50 ms.`);
  }
  console.log(slow === 0 ? 'Every page answers within 300 ms (p95).' : `${slow} pages are above 300 ms (p95).`);
} finally {
  await browser.close();
  await endBrowser();
  await server.stop();
}
