import { expect, it } from 'vitest';
import { stage } from './stage.js';

const { page, api, open } = stage({
  users: 1200,
  // The split of this experiment has lost people on the way.
  beforeRestart: (api) => api('PUT', '/api/v1/environments/production/experiments/search-ranking/guardrail', { sample_ratio: true, metrics: false, minimum_units: 100 }),
});
const status = async (): Promise<string> => (await api<{ status: string }>('GET', '/experiments/search-ranking')).status;

it('An experiment that a guardrail has paused says so first, with the reason, and is watched again once it has been seen to', async () => {
  await expect.poll(status, { timeout: 20_000 }).toBe('paused');
  await open('/env/production/experiments');
  await page().getByRole('row', { name: /search-ranking/ }).getByText('paused').waitFor();
  await page().getByRole('link', { name: 'search-ranking' }).click();

  const told = page().getByRole('alert').filter({ hasText: 'A guardrail has paused this experiment: Units did not arrive in the shares asked for' });
  await told.getByText(/^Units do not arrive in the shares asked for: \d+ : \d+ \(p [<=] 0\.0\d+\)/).waitFor();
  await told.getByText(/resume the experiment, and let it be watched again/).waitFor();
  await page().getByRole('tab', { name: 'History' }).click();
  await page().getByText(/^Paused · guardrail/).waitFor();
  await page().getByRole('tab', { name: 'Safety' }).click();
  await page().getByText('has paused it').waitFor();

  await page().getByRole('button', { name: 'Resume' }).click();
  await page().getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
  await page().getByText('search-ranking is running').waitFor();
  await told.waitFor({ state: 'detached' });
  await page().getByRole('button', { name: 'Watch again' }).click();
  await page().getByText('search-ranking is watched').waitFor();
  expect(await api('GET', '/experiments/search-ranking/guardrail')).toMatchObject({ armed: true });
});
