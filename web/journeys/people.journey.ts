import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { openBrowser } from './browser.mjs';
import { stage } from './stage.js';

// A receiver that refuses every event, for the sink.
const refuser = createServer((_, response) => void response.writeHead(422).end('no such event'));
await new Promise<void>((resolve) => refuser.listen(0, '127.0.0.1', resolve));
afterAll(() => void refuser.close());

const { page, api, open, server } = stage({
  settings: {
    Turnout__Sinks__crm__Type: 'http',
    Turnout__Sinks__crm__Url: `http://127.0.0.1:${(refuser.address() as AddressInfo).port}/events`,
    Turnout__Sinks__crm__Events__0: 'journey_*',
  },
});

it('A member is invited, sets a password, signs in, and sees only what the role allows', async () => {
  await open('/members');
  await page().getByRole('button', { name: 'Invite' }).first().click();
  const dialog = page().getByRole('dialog');
  await dialog.getByLabel('Email address').fill('ada@example.com');
  await dialog.getByLabel('Name').fill('Ada');
  await dialog.getByLabel('every environment').selectOption('viewer');
  await dialog.getByLabel('development').selectOption('editor');
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const link = (await dialog.getByLabel('Invitation link').textContent())!.trim();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page().getByText('every environment: viewer').waitFor();

  const { context, close } = await openBrowser();
  try {
    const other = context.pages()[0]!;
    await other.goto(link);
    await other.getByLabel('New password').fill('a long enough password');
    await other.getByRole('button', { name: 'Set the password and sign in' }).click();
    await other.getByRole('heading', { name: 'Flags', level: 1 }).waitFor();
    await other.goto(`${server().address}/env/production/flags/checkout.new_ui`);
    await other.getByRole('heading', { name: 'checkout.new_ui', level: 1 }).waitFor();
    expect(await other.getByRole('switch').first().isDisabled()).toBe(true);
    await other.goto(`${server().address}/env/development/flags/checkout.new_ui`);
    await other.getByRole('heading', { name: 'checkout.new_ui', level: 1 }).waitFor();
    expect(await other.getByRole('switch').first().isDisabled()).toBe(false);

    await other.goto(`${server().address}/tokens`);
    await other.getByRole('button', { name: 'New personal token' }).click();
    await other.getByRole('dialog').getByLabel('Name').fill('Laptop');
    await other.getByRole('dialog').getByRole('button', { name: 'New personal token' }).click();
    const token = (await other.getByRole('dialog').getByLabel('The token').textContent())!.trim();
    await server().api('GET', '/api/v1/environments/production/flags', undefined, token);
    await other.getByRole('button', { name: 'I have saved it' }).click();
    await other.getByRole('row', { name: /^Laptop.*in (3 months|90 days)/ }).waitFor();

    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.getByLabel('Email address').fill('ada@example.com');
    await other.getByLabel(/^Password/).fill('not the password at all');
    await other.getByRole('button', { name: 'Sign in', exact: true }).click();
    await other.getByRole('alert').waitFor();
    await other.getByLabel(/^Password/).fill('a long enough password');
    await other.getByRole('button', { name: 'Sign in', exact: true }).click();
    await other.getByRole('heading', { name: 'Flags', level: 1 }).waitFor();
  } finally {
    await close();
  }
});

it('A webhook is made, tested, and its delivery is seen', async () => {
  const received: string[] = [];
  const receiver: Server = createServer((request, response) => {
    received.push(request.headers['webhook-id'] as string);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  try {
    await open('/webhooks');
    await page().getByRole('button', { name: 'New webhook' }).first().click();
    const dialog = page().getByRole('dialog');
    await dialog.getByLabel('Name').fill('Chat');
    await dialog.getByLabel('Address').fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`);
    await dialog.getByRole('button', { name: 'New webhook' }).click();
    expect(await dialog.getByLabel('Signing secret').textContent()).toContain('whsec_');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page().getByRole('button', { name: 'More actions: Chat' }).click();
    await page().getByRole('menuitem', { name: 'Send a test' }).click();
    await page().getByText('A test is on its way').waitFor();
    await expect.poll(() => received.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await page().getByRole('button', { name: 'Chat', exact: true }).click();
    await page().getByRole('dialog').getByText('delivered').first().waitFor();
  } finally {
    receiver.close();
  }
});

it('Before it is published a change says how many of those seen lately would get something else', async () => {
  const { key } = await api<{ key: string }>('POST', '/keys', { kind: 'server', name: 'Journey' });
  for (let n = 0; n < 40; n++) await server().api('POST', '/api/v1/evaluate', { context: { user_id: `seen-${n}`, plan: 'free' } }, key);
  await open('/env/production/flags/search.page_size');
  await page().getByRole('group', { name: 'Usual steps' }).last().getByRole('button', { name: '100%' }).click();
  await page().getByRole('button', { name: 'Review and publish' }).click();
  await page().getByRole('dialog').getByText(/of 40 units seen lately get something else/).waitFor();
  await page().getByRole('dialog').getByText(/^small → large: \d+$/).waitFor();
});

it('A sink says how far it is, and shows what its receiver refused', async () => {
  const { key } = await api<{ key: string }>('POST', '/keys', { kind: 'server', name: 'Journey' });
  await server().api('POST', '/api/v1/events', { events: [{ id: 'refused-1', event: 'journey_refund', user_id: 'u-1' }] }, key);
  await open('/sinks');
  const sink = page().getByRole('region', { name: 'crm' });
  // Sending again from the start also wakes it: no waiting for its round.
  await sink.getByRole('button', { name: 'Send again from …' }).click();
  await page().getByRole('dialog').getByRole('button', { name: 'Send again from …' }).click();
  await page().getByText('crm starts from there').waitFor();
  await sink.getByRole('button', { name: 'Look at the dead letters' }).click();
  await page().getByRole('dialog').getByText('journey_refund').waitFor();
  await page().getByRole('dialog').getByRole('button', { name: 'Forget all' }).click();
  await page().getByRole('heading', { name: 'Nothing was refused' }).waitFor();
});

it('A service token is made for what it is for, and revoked', async () => {
  await open('/tokens');
  await page().getByRole('button', { name: 'New service token' }).click();
  const dialog = page().getByRole('dialog');
  await dialog.getByLabel('Name').fill('Pipeline');
  await dialog.getByLabel('Environment').selectOption('production');
  await dialog.getByRole('button', { name: 'New service token' }).click();
  const token = (await dialog.getByLabel('The token').textContent())!.trim();
  await page().getByRole('button', { name: 'I have saved it' }).click();
  const read = (environment: string) => server().api('GET', `/api/v1/environments/${environment}/flags`, undefined, token);
  await read('production');
  await expect(read('development')).rejects.toThrow('403');
  await page().getByRole('button', { name: /^More actions: Pipeline/ }).click();
  await page().getByRole('menuitem', { name: 'Revoke' }).click();
  await page().getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page().getByText('Pipeline is revoked').waitFor();
  await expect(read('production')).rejects.toThrow('401');
});

it('A test user is taken into the test cohort, and out of it with a way back', async () => {
  await open('/env/production/cohort');
  await page().getByLabel('Id').fill('smoke-1');
  await page().getByRole('button', { name: 'Add to the test cohort' }).click();
  await page().getByText('smoke-1 is in the test cohort').waitFor();
  await page().getByRole('button', { name: 'Remove smoke-1 from the test cohort' }).click();
  await page().getByRole('button', { name: 'Undo' }).click();
  await page().getByText('It is as before').waitFor();
  expect(await api('GET', '/cohort')).toMatchObject({ items: [{ unit: 'user', id: 'smoke-1' }] });
});
