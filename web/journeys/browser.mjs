import { chromium } from 'playwright-core';

const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** Debian's Chromium, without the window that nobody sees; CHROMIUM names another one. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium-headless-shell';

let started;

/** A window with a profile of its own, in the one Chromium that all of them share. `close` forgets the profile. */
export async function openBrowser({ dark = false, width = 1280, height = 860, locale = 'en-GB', motion = false } = {}) {
  started ??= chromium.launch({ executablePath, headless: true, chromiumSandbox: false, args: flags });
  const context = await (await started).newContext({
    viewport: { width, height },
    locale,
    timezoneId: 'UTC',
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: motion ? 'no-preference' : 'reduce',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(30_000);
  await context.newPage();
  return { context, close: () => context.close() };
}

/** Ends Chromium; the next window starts it again. */
export async function endBrowser() {
  const ending = started;
  started = undefined;
  await (await ending)?.close();
}
