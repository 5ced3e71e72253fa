import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { endBrowser, openBrowser } from './browser.mjs';
import { seed } from './seed.mjs';
import { adminToken, startServer } from './server.mjs';

type Server = Awaited<ReturnType<typeof startServer>>;
type Browser = Awaited<ReturnType<typeof openBrowser>>;

interface Options {
  users?: number;
  dark?: boolean;
  width?: number;
  motion?: boolean;
  settings?: Record<string, string>;
  /** Done before the server is started again on what it has: jobs run their first round on it then, and nobody waits for their next one. */
  beforeRestart?: (api: Server['api']) => Promise<unknown>;
}

/** A seeded server for the file, a signed-in browser for each journey. Anything that a page complains about fails the journey. */
export function stage(options: Options = {}) {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let data: string | undefined;
  const complaints: string[] = [];

  beforeAll(async () => {
    const settings = options.settings ? { settings: options.settings } : {};
    const { beforeRestart } = options;
    if (beforeRestart) data = await mkdtemp(join(tmpdir(), 'turnout-journey-'));
    server = await startServer({ ...settings, ...(data ? { data } : {}) });
    await seed(server.api, { users: options.users ?? 60 });
    if (!beforeRestart) return;
    await beforeRestart(server.api);
    await server.stop();
    server = await startServer({ ...settings, data: data! });
  });
  afterAll(async () => {
    await endBrowser();
    await server.stop();
    if (data) await rm(data, { recursive: true, force: true });
  });
  beforeEach(async () => {
    complaints.length = 0;
    browser = await openBrowser(options);
    page = browser.context.pages()[0]!;
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // The browser reports every refused call as an error; refusals are part of journeys.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
    });
    // The page for it has journeys of its own.
    const signedIn = await browser.context.request.post(`${server.address}/api/v1/session`, { headers: { Authorization: `Bearer ${adminToken}` }, data: {} });
    expect(signedIn.ok()).toBe(true);
    await page.goto(server.address);
    await page.getByRole('heading', { name: 'Flags', level: 1 }).waitFor();
  });
  afterEach(async () => {
    await browser.close();
    expect(complaints).toEqual([]);
  });

  return {
    page: () => page,
    api: <T = unknown>(method: string, path: string, body?: unknown) => server.api<T>(method, `/api/v1/environments/production${path}`, body),
    server: () => server,
    open: async (path: string) => {
      await page.goto(server.address + path);
      await page.locator('h1').waitFor();
    },
  };
}
