import { expect, it } from 'vitest';
import { stage } from './stage.js';

const { page, api, open, server } = stage();

it('What an application sends is seen within seconds, found by unit, and paused', async () => {
  const { key } = await api<{ key: string }>('POST', '/keys', { kind: 'server', name: 'Journey' });
  const send = (id: string, user_id: string) => server().api('POST', '/api/v1/events', { events: [{ id, event: 'journey_step', user_id, value: 2.5 }] }, key);
  await open('/env/production/live');
  await page().getByRole('link', { name: /^upgrade-button: / }).first().waitFor();
  await send('live-1', 'user-live');
  await page().getByRole('cell', { name: 'user-live' }).waitFor();
  await page().getByText('value 2.5').waitFor();

  await page().getByLabel('User, team or visitor id').fill('user-live');
  await page().getByRole('row').nth(1).waitFor();
  await expect.poll(() => page().getByRole('row').count(), { timeout: 10_000 }).toBe(2);
  expect(new URL(page().url()).searchParams.get('unit')).toBe('user-live');

  await page().getByRole('button', { name: 'Pause' }).click();
  await page().getByText('Paused').waitFor();
  await send('live-2', 'user-live');
  await page().getByRole('button', { name: 'Go on' }).click();
  await expect.poll(() => page().getByRole('row').count(), { timeout: 10_000 }).toBe(3);

  await page().getByLabel('User, team or visitor id').fill('nobody-at-all');
  await page().getByRole('heading', { name: 'No recent event fits' }).waitFor();
});

it('Layers are drawn with their free slots, and the holdout is changed with a question first', async () => {
  await open('/env/production/layers');
  await page().getByRole('link', { name: 'onboarding-tour' }).waitFor();
  await page().getByText('slots 0 to 4,999 (50%)').waitFor();
  await page().getByText('50% free').waitFor();
  await page().getByRole('button', { name: '5%', exact: true }).click();
  await page().getByRole('button', { name: 'Save' }).click();
  await page().getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page().getByText('The holdout is 5%').waitFor();
  expect(await api('GET', '/holdout')).toEqual({ percent: 5 });
});

it('The list says how a flag stands in other environments and leads there', async () => {
  await open('/env/production/flags');
  await page().getByRole('row', { name: /checkout\.new_ui/ }).getByRole('link', { name: 'development: on' }).click();
  await page().getByRole('heading', { name: 'checkout.new_ui', level: 1 }).waitFor();
  expect(page().url()).toContain('/env/development/flags/checkout.new_ui');
});

it('The demo is loaded by a click, shows the published numbers, and is removed again', async () => {
  await open('/env/production/start');
  await page().getByRole('button', { name: 'Load the demo' }).click();
  await page().getByRole('progressbar').waitFor();
  await page().getByRole('link', { name: 'Open the demo' }).waitFor({ timeout: 80_000 });
  await page().getByRole('link', { name: 'Open the demo' }).click();
  await page().getByRole('link', { name: 'cookie-cats' }).click();
  await page().getByText('44,700').first().waitFor();

  await open('/env/demo/start');
  await page().getByRole('button', { name: 'Remove the demo' }).click();
  await page().getByRole('dialog').getByRole('button', { name: 'Remove the demo' }).click();
  await page().getByRole('button', { name: 'Load the demo' }).waitFor();
  expect(await server().api('GET', '/api/v1/environments/demo/experiments')).toMatchObject({ items: [] });
});
