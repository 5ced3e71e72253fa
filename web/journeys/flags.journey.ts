import { expect, it } from 'vitest';
import { stage } from './stage.js';

interface Flag {
  enabled: boolean;
  rollout: number;
  rules: { name?: string; serve: unknown }[];
  description: string;
}
const { page, api, open, server } = stage();
const flag = (key: string) => api<Flag>('GET', `/flags/${key}`);

it('A flag is created, targeted, reviewed in words and published', async () => {
  await page().getByRole('link', { name: 'New flag' }).click();
  await page().getByLabel('Key').fill('cart.gift_wrap');
  await page().getByLabel('Description').fill('Gift wrap <script>alert(1)</script>');
  await page().getByRole('button', { name: 'New flag' }).click();
  await page().getByRole('heading', { name: 'cart.gift_wrap', level: 1 }).waitFor();
  await page().getByText('Gift wrap <script>alert(1)</script>').first().waitFor();

  await page().getByRole('button', { name: 'Add rule' }).click();
  const rule = page().getByRole('group', { name: 'Rule 1', exact: true });
  await rule.getByRole('combobox', { name: 'Attribute' }).fill('plan');
  await rule.getByRole('combobox', { name: 'Value' }).fill('pro');
  await page().getByRole('group', { name: 'Usual steps' }).last().getByRole('button', { name: '25%' }).click();
  await page().getByRole('button', { name: 'Review and publish' }).click();
  const review = page().getByRole('dialog');
  await review.getByText('New rule 1: if plan is pro → on').waitFor();
  await review.getByText('Everyone else: 100% → 25%').waitFor();
  await review.getByRole('button', { name: 'Publish to production' }).click();
  await page().getByText('cart.gift_wrap is published to production').waitFor();
  expect(await flag('cart.gift_wrap')).toMatchObject({ rollout: 25, enabled: false, rules: [{ if: { attribute: 'plan', op: 'equals', value: 'pro' }, serve: 'on' }] });
});

it('A kill switch is thrown in two clicks from the list', async () => {
  await page().getByRole('switch', { name: 'payments.enabled on or off' }).click({ force: true });
  await page().getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
  await page().getByText('payments.enabled is off in production').waitFor();
  expect((await flag('payments.enabled')).enabled).toBe(false);
  await page().getByRole('button', { name: 'Undo' }).click();
  await page().getByText('It is as before').waitFor();
  expect((await flag('payments.enabled')).enabled).toBe(true);
});

it('By keyboard alone: find a flag in the palette, move its second rule up, publish', async () => {
  await page().keyboard.press('Control+k');
  await page().getByRole('combobox', { name: 'Search flags' }).waitFor();
  await page().keyboard.type('checkout new');
  await page().getByRole('option', { name: 'checkout.new_ui' }).first().waitFor();
  await page().keyboard.press('Enter');
  await page().getByRole('heading', { name: 'checkout.new_ui', level: 1 }).waitFor();
  await page().getByRole('button', { name: 'Move rule 2 up' }).focus();
  await page().keyboard.press('Enter');
  await page().getByText('Rule 2 is now number 1.').waitFor({ state: 'attached' });
  await page().getByRole('button', { name: 'Review and publish' }).focus();
  await page().keyboard.press('Enter');
  await page().getByText('Rules change places').last().waitFor();
  await page().getByRole('button', { name: 'Publish to production' }).focus();
  await page().keyboard.press('Enter');
  await page().getByText('checkout.new_ui is published to production').waitFor();
  expect((await flag('checkout.new_ui')).rules[1]!.name).toBe('Beta');
});

it('What a context seen lately gets is explained by the rule that decided, for the published flag and the draft side by side', async () => {
  const { key } = await api<{ key: string }>('POST', '/keys', { kind: 'server', name: 'Journey' });
  await server().api('POST', '/api/v1/evaluate', { context: { user_id: 'seen-lately', plan: 'enterprise' } }, key);
  await open('/env/production/flags/checkout.new_ui');
  await page().getByRole('combobox', { name: 'Seen lately' }).click();
  await page().getByRole('option', { name: /^seen-lately · enterprise/ }).click();
  await page().getByRole('region', { name: 'Published' }).getByText(/Rule \d decided: if in segment beta-testers → on/).waitFor();
  await page().getByRole('combobox', { name: 'Deny list' }).fill('seen-lately');
  await page().keyboard.press('Enter');
  await page().getByRole('region', { name: 'Draft' }).getByText('(deny)').waitFor();
  await page().getByText('The draft changes it').waitFor();
  await page().getByRole('region', { name: 'Draft' }).getByRole('listitem').filter({ hasText: 'Deny list' }).getByText('decided').waitFor();
  await page().getByLabel('Context').fill('{"user_id":"user-banned"}');
  await page().getByRole('button', { name: 'Evaluate' }).click();
  await page().getByText('The same in both').waitFor();
});

it('A condition offers the values that applications sent lately', async () => {
  await open('/env/production/segments/new');
  await page().getByRole('button', { name: 'Condition' }).click();
  await page().getByRole('combobox', { name: 'Attribute' }).fill('plan');
  await page().getByRole('combobox', { name: 'Value' }).click();
  await page().getByRole('option', { name: 'enterprise' }).click();
  await page().getByText('plan is enterprise').waitFor();
});

it('An earlier state comes back from the history', async () => {
  await open('/env/production/flags/search.page_size');
  await page().getByRole('group', { name: 'Usual steps' }).getByRole('button', { name: '100%' }).click();
  await page().getByRole('button', { name: 'Review and publish' }).click();
  await page().getByRole('button', { name: 'Publish to production' }).click();
  await page().getByText('search.page_size is published').waitFor();
  await page().getByRole('tab', { name: 'History' }).click();
  await page().getByText('Everyone else: 25% → 100%').waitFor();
  await page().getByRole('button', { name: 'Take back into the draft' }).last().click();
  await page().getByRole('button', { name: 'Review and publish' }).click();
  await page().getByRole('dialog').getByText('Everyone else: 100% → 25%').waitFor();
  await page().getByRole('button', { name: 'Publish to production' }).click();
  await expect.poll(async () => (await flag('search.page_size')).rollout).toBe(25);
});

it('Two authors: the later one is told, loses nothing, and decides', async () => {
  await open('/env/production/flags/signup.open');
  await page().getByRole('group', { name: 'Usual steps' }).getByRole('button', { name: '10%' }).click();
  const theirs = await flag('signup.open');
  await api('PUT', '/flags/signup.open', { ...theirs, description: 'Changed by someone else' });
  await page().getByRole('button', { name: 'Review and publish' }).click();
  await page().getByRole('button', { name: 'Publish to production' }).click();
  await page().getByRole('dialog').getByRole('alert').waitFor();
  expect((await flag('signup.open')).rollout).toBe(100);
  await page().getByRole('button', { name: 'Keep editing' }).click();
  await page().getByRole('button', { name: 'Take their version' }).click();
  await page().getByText('Changed by someone else').first().waitFor();
});

it('Unsaved changes are not lost by a stray click', async () => {
  await open('/env/production/flags/home.banner');
  await page().getByLabel('Description').fill('Half a thought');
  await page().getByRole('link', { name: 'Segments' }).click();
  await page().getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
  expect(await page().getByLabel('Description').inputValue()).toBe('Half a thought');
  await page().getByRole('button', { name: 'Discard' }).click();
  await page().getByRole('link', { name: 'Segments' }).click();
  await page().getByRole('heading', { name: 'Segments', level: 1 }).waitFor();
});

it('Search and filters live in the address and survive a reload', async () => {
  await page().getByRole('searchbox', { name: 'Search flags' }).fill('checkout');
  await page().waitForURL('**/flags?q=checkout');
  await page().getByText('1 flag', { exact: true }).waitFor();
  await page().reload();
  await page().getByText('1 flag', { exact: true }).waitFor();
  expect(await page().getByRole('searchbox', { name: 'Search flags' }).inputValue()).toBe('checkout');
});

it('A flag goes to another environment after a look at what would change there', async () => {
  await open('/env/production/flags/checkout.new_ui');
  await page().getByRole('button', { name: 'More actions' }).click();
  await page().getByRole('menuitem', { name: 'Copy to another environment' }).click();
  await page().getByRole('dialog').getByText('Everyone else: 100% → 10%').waitFor();
  await page().getByRole('button', { name: 'Copy', exact: true }).click();
  await page().getByText('checkout.new_ui is copied to development').waitFor();
});

it('The list is narrowed to any tag of the environment, also one of a flag that has not been loaded', async () => {
  for (let n = 0; n < 105; n++) await api('PUT', `/flags/aaa.flag_${n}`, { tags: ['many'] });
  await api('PUT', '/flags/zzz.last', { tags: ['Rare'] });
  await open('/env/production/flags');
  await page().getByText('100 flags+').waitFor();
  await page().getByLabel('Tag').selectOption({ label: 'Rare (1)' });
  await page().getByRole('link', { name: 'zzz.last' }).waitFor();
  await page().getByText('1 flag', { exact: true }).waitFor();
  expect(new URL(page().url()).searchParams.get('tag')).toBe('Rare');
});

it('A long list is drawn where it is looked at, down to its end and up again', async () => {
  for (let n = 0; n < 105; n++) await api('PUT', `/flags/aaa.flag_${n}`, { tags: ['many'] });
  await api('PUT', '/flags/zzz.last', { tags: ['Rare'] });
  const drawn = () => page().locator('tbody tr:not([aria-hidden])').count();
  await open('/env/production/flags');
  await page().getByText('100 flags+').waitFor();
  expect(await drawn()).toBeLessThan(100);
  await page().waitForFunction(() => {
    scrollTo(0, document.documentElement.scrollHeight);
    return [...document.querySelectorAll('tbody a')].some((link) => link.textContent === 'zzz.last');
  });
  await page().getByRole('link', { name: 'zzz.last' }).click({ trial: true });
  expect(await drawn()).toBeLessThan(100);
  await page().keyboard.press('Home');
  await page().getByRole('link', { name: 'payments.enabled' }).click({ trial: true });
});
