import { expect, it } from 'vitest';
import { stage } from './stage.js';

const { page, api, open, server } = stage({ users: 1200 });

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
  await open('/env/production/experiments');
  await page().getByRole('row', { name: /search-ranking/ }).getByText('unhealthy data').waitFor();
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
  await page().getByRole('img', { name: /^Units so far by variant, from/ }).waitFor();
  await page().getByText('The numbers, day by day').click();
  expect(await page().getByRole('columnheader', { name: /^value: lift of purchase/ }).count()).toBe(1);
  await page().getByRole('combobox', { name: 'Property' }).fill('country');
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

it('How an experiment decides is declared with it, checked while it is typed, and read on its page after the launch', async () => {
  await open('/env/production/experiments/new');
  await page().getByLabel('Key').first().fill('declared');
  for (const metric of ['purchase', 'support-contact']) {
    await page().getByRole('combobox', { name: 'Metrics' }).click();
    await page().getByRole('option', { name: metric }).click();
  }
  await page().keyboard.press('Escape');
  await page().getByLabel('fixed horizon: one look at the end').check();
  await page().getByText('The end is set, or it may be looked at any day').waitFor();
  await page().getByLabel('Planned end').fill('2099-06-01T12:00');
  const alpha = page().getByLabel('Risk of a false alarm (α)');
  await alpha.pressSequentially('60');
  await page().getByText('Above 0 and at most 50 %.').waitFor();
  expect(await page().getByRole('button', { name: 'Save draft' }).isDisabled()).toBe(true);
  await alpha.clear();
  await alpha.pressSequentially('0.05');
  await page().getByText('Above 0 and at most 50 %.').waitFor({ state: 'detached' });
  await alpha.clear();
  await alpha.pressSequentially('2.5');
  await page().getByRole('button', { name: 'Add a family' }).click();
  const family = page().getByRole('group', { name: 'Family 1' });
  await family.getByLabel('Name').fill('primary');
  await family.getByText(/^This name is taken/).waitFor();
  await family.getByLabel('Name').fill('goals');
  await family.getByLabel('Correction').selectOption('bonferroni');
  await page().getByRole('button', { name: 'Save draft' }).click();
  await page().getByRole('heading', { name: 'declared', level: 1 }).waitFor();
  const decision = { method: 'fixed_horizon', alpha: 0.025, planned_end: '2099-06-01T12:00:00.000Z', families: [{ name: 'goals', metrics: ['purchase', 'support-contact'], correction: 'bonferroni' }] };
  expect(await api('GET', '/experiments/declared')).toMatchObject({ decision });

  await api('POST', '/experiments/declared/launch');
  await open('/env/production/experiments/declared?tab=setup');
  const facts = page().getByRole('region', { name: 'How it decides' });
  await facts.getByText('1 Jun 2099, 12:00').waitFor();
  await facts.getByText('2.5%').waitFor();
  await facts.getByRole('row', { name: /^support-contact.*secondary.*goals.*Bonferroni/ }).waitFor();
});

it('Results are frozen into a link that opens without signing in, until it is revoked', async () => {
  await open('/env/production/experiments/upgrade-button');
  await page().getByRole('button', { name: 'Share' }).click();
  await page().getByLabel('Note').fill('For the board');
  await page().getByRole('button', { name: 'Freeze and make a link' }).click();
  const link = (await page().getByLabel('The link', { exact: true }).textContent())!.trim();
  await page().context().clearCookies();
  await page().goto(link);
  await page().getByRole('heading', { name: 'upgrade-button', level: 1 }).waitFor();
  await page().getByText(/^Frozen at/).waitFor();
  await page().getByText('For the board').waitFor();
  await page().getByRole('heading', { name: /value does better than control on purchase/ }).waitFor();
  const [snapshot] = (await api<{ items: { id: string }[] }>('GET', '/experiments/upgrade-button/snapshots')).items;
  await api('DELETE', `/experiments/upgrade-button/snapshots/${snapshot!.id}`);
  await page().reload();
  await page().getByText('This link leads nowhere').waitFor();
});

it('An experiment is watched, its traffic grows by a ramp, and a copy begins the next phase', async () => {
  await api('POST', '/experiments', { key: 'careful', variants: [{ key: 'control' }, { key: 'treatment' }], metrics: ['purchase'], traffic: 5, sensitive: true });
  await open('/env/production/experiments/careful?tab=safety');
  await page().getByText('only with consent').waitFor();
  await page().getByRole('button', { name: 'Watch it' }).click();
  await page().getByText('careful is watched').waitFor();
  expect(await api('GET', '/experiments/careful/guardrail')).toMatchObject({ armed: true, metrics: true, sample_ratio: true });
  await page().getByRole('button', { name: 'Plan a ramp' }).click();
  await page().getByRole('button', { name: 'Remove step 1' }).click();
  await page().getByRole('group', { name: 'Step 1' }).getByLabel('Hold for hours').fill('12');
  await page().getByRole('button', { name: 'Start the ramp' }).click();
  await page().getByText('held for 12 hours').waitFor();
  await page().getByRole('button', { name: 'Pause' }).click();
  await page().getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
  await expect.poll(async () => (await api<{ status: string }>('GET', '/experiments/careful/ramp')).status).toBe('paused');
  expect(await api('GET', '/experiments/careful/ramp')).toMatchObject({ steps: [{ percent: 25, hold_minutes: 720 }, { percent: 50 }, { percent: 100 }], guardrail: true });

  await page().getByRole('button', { name: 'More actions' }).click();
  await page().getByRole('menuitem', { name: 'Copy as new' }).click();
  await page().getByRole('button', { name: 'Make the draft' }).click();
  await page().getByRole('heading', { name: 'careful-2', level: 1 }).waitFor();
  expect(await api('GET', '/experiments/careful-2')).toMatchObject({ status: 'draft', sensitive: true, traffic: 5 });
});

it('A rollout becomes an experiment once everyone has seen who gets what', async () => {
  const { key } = await api<{ key: string }>('POST', '/keys', { kind: 'server', name: 'Preview' });
  for (let n = 0; n < 8; n++) await server().api('POST', '/api/v1/evaluate', { context: { user_id: `seen-${n}` } }, key);
  await open('/env/production/flags/search.page_size');
  await page().getByRole('button', { name: 'More actions' }).click();
  await page().getByRole('menuitem', { name: 'Turn into an experiment' }).click();
  await page().getByText('None of the 8 units seen lately would get something else.').waitFor();
  await page().getByLabel('Hypothesis').fill('More results on a page save a search.');
  await page().getByRole('button', { name: 'Make it an experiment' }).click();
  await page().getByRole('heading', { name: 'search-page-size', level: 1 }).waitFor();
  expect(await api('GET', '/flags/search.page_size')).toMatchObject({ rules: [{ serve: { experiment: 'search-page-size' } }] });
});
