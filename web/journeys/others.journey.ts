import { expect, it } from 'vitest';
import { stage } from './stage.js';

const { page, api, open, server } = stage();

it('A segment is built by clicks, saved, and kept while a flag uses another', async () => {
  await open('/env/production/segments/new');
  await page().getByLabel('Key').fill('germans');
  await page().getByRole('button', { name: 'Condition' }).click();
  await page().getByRole('combobox', { name: 'Attribute' }).fill('country');
  await page().getByLabel('Comparison').selectOption('in');
  await page().getByRole('combobox', { name: 'Values' }).fill('DE,AT;CH');
  await page().keyboard.press('Enter');
  await page().getByText('country is one of DE, AT, CH').waitFor();
  await page().getByRole('button', { name: 'Save' }).click();
  await page().getByText('germans is saved').waitFor();
  expect(await api('GET', '/segments/germans')).toMatchObject({ if: { attribute: 'country', op: 'in', value: ['DE', 'AT', 'CH'] } });

  await open('/env/production/segments/beta-testers');
  await page().getByRole('button', { name: 'Delete' }).click();
  await page().getByLabel('Type beta-testers to confirm').fill('beta-testers');
  await page().getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page().getByRole('dialog').getByRole('alert').getByText('checkout.new_ui').waitFor();
});

it('A metric is made by keyboard alone', async () => {
  await open('/env/production/metrics/new');
  await page().keyboard.type('refunds');
  await page().getByRole('textbox', { name: /^Event/ }).focus();
  await page().keyboard.type('refund_requested');
  await page().getByLabel('lower is better').focus();
  await page().keyboard.press('Space');
  await page().getByRole('button', { name: 'Save' }).focus();
  await page().keyboard.press('Enter');
  await page().getByText('refunds is saved').waitFor();
  expect(await api('GET', '/metrics/refunds')).toMatchObject({ event: 'refund_requested', goal: 'decrease', type: 'proportion' });
});

it('A key is shown once, works, and is refused as soon as it is revoked', async () => {
  await open('/env/production/keys');
  await page().getByRole('button', { name: 'New key' }).click();
  await page().getByLabel('Name').fill('Journey');
  await page().getByRole('dialog').getByRole('button', { name: 'New key' }).click();
  const key = (await page().getByLabel('The key').textContent())!.trim();
  await page().getByRole('button', { name: 'I have saved it' }).click();
  const ask = () => server().api('POST', '/api/v1/evaluate', { context: { user_id: 'u' } }, key);
  await ask();
  const row = page().getByRole('row', { name: /^Journey/ });
  await row.getByRole('button', { name: /^More actions/ }).click();
  await page().getByRole('menuitem', { name: 'Revoke' }).click();
  await page().getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page().getByText('Journey is revoked').waitFor();
  await expect(ask()).rejects.toThrow('401');
});

it('A key is rotated: its successor works, and the old one until the overlap ends', async () => {
  const old = await api<{ key: string; hint: string }>('POST', '/keys', { kind: 'server', name: 'Rotated' });
  const ask = (key: string) => server().api('POST', '/api/v1/evaluate', { context: { user_id: 'u' } }, key);
  await ask(old.key);
  await open('/env/production/keys');
  await page().getByRole('row', { name: /^Rotated.*(now|this minute)/ }).getByRole('button', { name: /^More actions/ }).click();
  await page().getByRole('menuitem', { name: 'Rotate' }).click();
  await page().getByRole('dialog').getByLabel('How long the old one still works').selectOption('1');
  await page().getByRole('dialog').getByRole('button', { name: 'Make the successor' }).click();
  const fresh = (await page().getByLabel('The key').textContent())!.trim();
  await page().getByRole('button', { name: 'I have saved it' }).click();
  await page().getByText(`takes the place of …${old.hint}`).waitFor();
  await page().getByText('ends in 1 hour').waitFor();
  await Promise.all([ask(old.key), ask(fresh)]);
});

it('The first steps end with an answer for the new key', async () => {
  await open('/env/production/start');
  await page().getByRole('button', { name: 'Make a server key' }).click();
  await page().getByText(/^Waiting for the first call with the key …/).waitFor();
  await server().api('POST', '/api/v1/evaluate', { context: { user_id: 'u' } }, 'not-the-key-that-was-made').catch(() => undefined);
  await page().getByRole('alert').getByText(/^A call came with a key that ends in …made/).waitFor();
  await page().getByRole('button', { name: 'Ask as the application would' }).click();
  await page().getByText(/Connected: .* is true for user-1/).waitFor();
  await page().getByText(/^Connected: a call with the key ….* has arrived/).waitFor();
});

it('The audit log names who did what, with the state before and after', async () => {
  await api('POST', '/flags/signup.open/toggle', { enabled: false });
  await open('/env/production/audit?target=signup.open');
  await page().getByRole('button', { name: /^Details of/ }).first().click();
  await page().getByLabel('Before').getByText('"enabled": true').waitFor();
  await page().getByLabel('After').getByText('"enabled": false').waitFor();
  await page().getByRole('button', { name: 'Check the chain' }).click();
  await page().getByText('intact').waitFor();
});

it('An environment is made and gone to', async () => {
  await open('/environments');
  await page().getByRole('button', { name: 'New environment' }).click();
  await page().getByLabel('Name').fill('Staging EU');
  await page().getByRole('dialog').getByRole('button', { name: 'New environment' }).click();
  await page().getByRole('link', { name: 'staging-eu' }).click();
  await page().getByRole('heading', { name: 'No flag yet' }).waitFor();

  await open('/environments');
  await page().getByRole('button', { name: 'Settings of Staging EU' }).click();
  await page().getByRole('dialog').getByLabel('Changes need the consent of a second person').check();
  await page().getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page().getByText('The settings of Staging EU are saved').waitFor();
  expect(await server().api('GET', '/api/v1/environments/staging-eu/settings')).toMatchObject({ review: { required: true, approvals: 1 } });
});

it('The language is chosen here, remembered, and named to the browser', async () => {
  await page().getByLabel('Language').selectOption('de');
  await page().getByRole('heading', { name: 'Flags', level: 1 }).waitFor();
  await page().getByRole('link', { name: 'Experimente' }).waitFor();
  await page().reload();
  await page().getByRole('link', { name: 'Experimente' }).waitFor();
  expect(await page().evaluate(() => document.documentElement.lang)).toBe('de');
});

it('A page that does not exist says so', async () => {
  await page().goto(`${server().address}/env/production/nothing`);
  await page().getByRole('heading', { name: 'There is no such page' }).waitFor();
  await page().goto(`${server().address}/env/production/flags/nothing`);
  await page().getByRole('heading', { name: 'Not found' }).waitFor();
});
