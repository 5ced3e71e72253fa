import { afterAll, beforeAll, expect, it } from 'vitest';
import { endBrowser, openBrowser } from './browser.mjs';
import { startServer } from './server.mjs';

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer({ withToken: false });
});
afterAll(async () => {
  await endBrowser();
  await server.stop();
});

it('The printed address signs in once, leaves no token in the address bar, and signing out ends it', async () => {
  const { context, close } = await openBrowser();
  try {
    const page = context.pages()[0]!;
    await page.goto(server.signInAddress()!);
    await page.getByRole('heading', { name: 'Flags', level: 1 }).waitFor();
    expect(page.url()).not.toContain('token');
    expect(await page.evaluate(() => document.cookie)).toBe('');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Turnout' }).waitFor();

    await page.goto(server.signInAddress()!);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in to Turnout');
  } finally {
    await close();
  }
});

it('A page asked for without a session comes after the sign-in, and an address elsewhere never does', async () => {
  const { context, close } = await openBrowser();
  try {
    const page = context.pages()[0]!;
    await page.goto(`${server.address}/env/production/keys`);
    await page.getByRole('heading', { name: 'Sign in to Turnout' }).waitFor();
    expect(new URL(page.url()).searchParams.get('from')).toBe('/env/production/keys');
  } finally {
    await close();
  }
});
