import { expect, it } from 'vitest';
import { stage } from './stage.js';

const { page, api, open } = stage({ users: 1200 });

it('An experiment is created, launched and concluded without an engineer', async () => {
  await open('/env/production/experiments');
  await page().getByRole('link', { name: 'New experiment' }).click();
  await page().getByLabel('Key').first().fill('free-shipping');
  await page().getByLabel('Hypothesis').fill('Free shipping makes more people buy.');
  await page().getByRole('button', { name: 'Add variant' }).click();
  await page().getByRole('button', { name: 'Save draft' }).click();
  await page().getByRole('heading', { name: 'free-shipping', level: 1 }).waitFor();
  await page().getByRole('button', { name: 'Launch' }).click();
  await page().getByRole('dialog').getByRole('button', { name: 'Launch' }).click();
  await page().getByText('free-shipping is running').waitFor();
  expect(await api('GET', '/experiments/free-shipping')).toMatchObject({ status: 'running', variants: [{ key: 'control' }, { key: 'treatment' }, { key: 'treatment-2' }] });

  await page().getByRole('button', { name: 'Conclude' }).click();
  await page().getByRole('dialog').getByLabel('treatment', { exact: true }).check();
  await page().getByRole('dialog').getByRole('button', { name: 'Conclude' }).click();
  await page().getByText('treatment won').first().waitFor();
  expect(await api('GET', '/experiments/free-shipping')).toMatchObject({ status: 'stopped', winner: 'treatment' });
});

it('The result is a sentence, the numbers behind it, and the way they were computed', async () => {
  await open('/env/production/experiments/upgrade-button');
  await page().getByRole('heading', { name: /value does better than control on purchase/ }).waitFor();
  const results = await api<{ metrics: { comparisons: { variant: string; p_value: number }[] }[] }>('GET', '/experiments/upgrade-button/results');
  const p = results.metrics[0]!.comparisons.find((one) => one.variant === 'value')!.p_value;
  expect(p).toBeLessThan(0.05);
  await page().getByRole('button', { name: 'How was purchase for value computed?' }).click();
  await page().getByText('Pooled two-proportion z-test').waitFor();
});

it('A broken split takes the place of the verdict', async () => {
  await open('/env/production/experiments/search-ranking');
  await page().getByRole('heading', { name: 'The split is broken: do not decide on this result' }).waitFor();
  expect(await page().getByText('no verdict').count()).toBeGreaterThan(0);
});

it('The winner becomes the default of the flag that served the experiment', async () => {
  await open('/env/production/experiments/upgrade-button');
  await page().getByRole('button', { name: 'Conclude' }).click();
  await page().getByRole('dialog').getByLabel('value', { exact: true }).check();
  await page().getByText('upgrade.button_text').waitFor();
  await page().getByRole('dialog').getByRole('button', { name: 'Conclude' }).click();
  await page().getByText('upgrade-button is concluded').waitFor();
  const { value } = await api<{ value: string }>('POST', '/flags/upgrade.button_text/evaluate', { context: { user_id: 'someone' } });
  expect(value).toBe('See all reports');
});

it('Deleting asks for the key to be typed', async () => {
  await open('/env/production/experiments/onboarding-tour');
  await page().getByRole('button', { name: 'More actions' }).click();
  await page().getByRole('menuitem', { name: 'Delete experiment' }).click();
  const dialog = page().getByRole('dialog');
  expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  await dialog.getByLabel('Type onboarding-tour to confirm').fill('onboarding-tour');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page().getByRole('heading', { name: 'Experiments', level: 1 }).waitFor();
  await expect(api('GET', '/experiments/onboarding-tour')).rejects.toThrow('404');
});

it('The result is followed day by day, split by a property, and explained step by step', async () => {
  await open('/env/production/experiments/upgrade-button');
  await page().getByRole('button', { name: 'Show day by day' }).click();
  await page().getByRole('img', { name: /^Units so far by variant, from/ }).waitFor();
  expect(await page().getByRole('columnheader', { name: 'value: lift of purchase' }).count()).toBe(1);
  await page().getByLabel('Property').fill('country');
  await page().getByRole('button', { name: 'Split' }).click();
  await page().getByRole('rowheader', { name: '(none)' }).first().waitFor();
  await page().getByRole('button', { name: 'How was purchase for value computed?' }).click();
  await page().getByRole('region', { name: 'The whole computation, step by step' }).getByText(/purchase/).first().waitFor();
});

it('The plan tells how long it takes as one edits, and metrics get their roles', async () => {
  await open('/env/production/experiments/new');
  await page().getByText('Choose a metric to see how long it takes.').waitFor();
  await page().getByRole('combobox', { name: 'Metrics' }).click();
  await page().getByRole('option', { name: 'purchase' }).click();
  await page().getByText(/units in all find a change of 5% with 80% probability/).waitFor();
  await page().getByLabel('The smallest change that matters, in %').fill('20');
  await page().getByText(/units in all find a change of 20% with 80% probability/).waitFor();

  await page().getByRole('combobox', { name: 'Metrics' }).click();
  await page().getByRole('option', { name: 'support-contact' }).click();
  await page().keyboard.press('Escape');
  await page().getByLabel('Role of support-contact').selectOption('guardrail');
  await page().getByLabel('Tolerated harm of support-contact, in %').fill('10');
  await page().getByLabel('Key').first().fill('guarded');
  await page().getByRole('button', { name: 'Save draft' }).click();
  await page().getByRole('heading', { name: 'guarded', level: 1 }).waitFor();
  expect(await api('GET', '/experiments/guarded')).toMatchObject({ metrics: ['purchase', 'support-contact'], decision: { method: 'always_valid', roles: [{ metric: 'support-contact', role: 'guardrail', relative_margin: 0.1 }] } });
});
