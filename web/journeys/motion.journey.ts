import { describe, expect, it } from 'vitest';
import { stage } from './stage.js';

interface Moved {
  moved: string[];
}

describe.each([
  ['Where motion is welcome, a dialog and a menu move', true],
  ['Where less motion is asked for, nothing moves', false],
])('%s', (_, motion) => {
  const { page, open } = stage({ motion });
  it('while they open and close', async () => {
    await open('/env/production/flags/checkout.new_ui');
    await page().evaluate(() => {
      const moved: string[] = [];
      Object.assign(globalThis, { moved });
      const longest = (durations: string) => Math.max(...durations.split(',').map((one) => parseFloat(one) * (one.trim().endsWith('ms') ? 1 : 1000)));
      for (const kind of ['transitionrun', 'animationstart'])
        document.addEventListener(kind, (event) => {
          const element = event.target as HTMLElement;
          const style = getComputedStyle(element);
          const duration = longest(kind === 'transitionrun' ? style.transitionDuration : style.animationDuration);
          if (duration > 20) moved.push(`${kind} of ${element.className || element.tagName}: ${duration} ms`);
        }, true);
    });
    await page().getByRole('button', { name: 'More actions' }).click();
    await page().getByRole('menuitem', { name: 'Delete flag' }).click();
    const dialog = page().getByRole('dialog');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page().getByRole('tab', { name: 'History' }).click();
    await page().getByRole('article').first().waitFor();
    const { moved } = await page().evaluate(() => ({ moved: (globalThis as unknown as Moved).moved }));
    if (motion) expect(moved.length).toBeGreaterThan(0);
    else expect(moved).toEqual([]);
  });
});
