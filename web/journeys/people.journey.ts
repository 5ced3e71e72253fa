import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { openBrowser } from './browser.mjs';
import { stage } from './stage.js';

const { page, api, open, server } = stage();

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
