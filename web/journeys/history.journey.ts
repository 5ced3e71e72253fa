import { expect, it } from 'vitest';
import { stage } from './stage.js';

const { page, api, open } = stage();

it('A segment’s past is read in words, an earlier state brought back, and the segment itself after it was removed', async () => {
  await api('PUT', '/segments/germans', { if: { attribute: 'country', op: 'equals', value: 'DE' } });
  await api('PUT', '/segments/germans', { description: 'Those who read German', if: { attribute: 'country', op: 'in', value: ['DE', 'AT'] } });
  await open('/env/production/segments/germans');
  await page().getByRole('tab', { name: 'History' }).click();
  await page().getByText('Who is in it: country is DE → country is one of DE, AT').waitFor();
  await page().getByText('New description').waitFor();
  await page().getByRole('button', { name: 'Bring back' }).click();
  const dialog = page().getByRole('dialog');
  await dialog.getByText('country is DE', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Bring back' }).click();
  await page().getByText('germans is as it was').waitFor();
  await page().getByText('Who is in it: country is one of DE, AT → country is DE').waitFor();
  expect(await api('GET', '/segments/germans')).toMatchObject({ description: '', if: { attribute: 'country', op: 'equals', value: 'DE' } });

  await api('DELETE', '/segments/germans');
  await open('/env/production/segments/germans');
  await page().getByRole('heading', { name: 'germans was removed' }).waitFor();
  await page().getByRole('button', { name: 'Bring back' }).first().click();
  await page().getByRole('dialog').getByRole('button', { name: 'Bring back' }).click();
  await page().getByRole('tab', { name: 'Definition' }).waitFor();
  expect(await api('GET', '/segments/germans')).toMatchObject({ if: { value: 'DE' } });
});

it('A metric’s past is read in words, and an earlier state brought back', async () => {
  await api('PUT', '/metrics/sales', { event: 'sale', type: 'sum', window_days: 7, cap: { value: 500 } });
  await api('PUT', '/metrics/sales', { event: 'sale', type: 'sum', window_days: 14 });
  await open('/env/production/metrics/sales?tab=history');
  await page().getByText('Window in days: 7 → 14').waitFor();
  await page().getByText('Limit what one unit counts: at a value: 500 → nothing').waitFor();
  await page().getByRole('button', { name: 'Bring back' }).click();
  await page().getByRole('dialog').getByText('running experiments too').waitFor();
  await page().getByRole('dialog').getByRole('button', { name: 'Bring back' }).click();
  await page().getByText('sales is as it was').waitFor();
  expect(await api('GET', '/metrics/sales')).toMatchObject({ window_days: 7, cap: { value: 500 } });
});
