import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../artifacts/bin/Turnout/release/turnout.dll', import.meta.url));
export const adminToken = 'journey-admin-token-0123456789abcdef';

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Starts the built server on a free port and a data folder of its own, or one that is kept; without a token of ours it prints a sign-in address. */
export async function startServer({ withToken = true, data: kept, settings = {} } = {}) {
  if (!existsSync(built)) throw new Error(`Build the server first: ${built} is missing.`);
  const data = kept ?? (await mkdtemp(join(tmpdir(), 'turnout-journey-')));
  const address = `http://127.0.0.1:${await freePort()}`;
  const env = { ...process.env, TURNOUT_ADMIN_TOKEN: withToken ? adminToken : '', TURNOUT_POSTGRES: '', TURNOUT_DATA: data, Turnout__Outbound__AllowedNetworks__0: '127.0.0.0/8', ...settings };
  const child = spawn('dotnet', [built, '--urls', address, '--data', data], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const ready = new Promise((resolve, reject) => {
    const hear = (chunk) => {
      said += chunk;
      if (said.includes('Turnout listens on') && (withToken || /sign-in\?token=\S+/.test(said))) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => reject(new Error(`The server ended with ${code}:\n${said}`)));
  });
  await ready;
  const api = async (method, path, body, key = adminToken) => {
    const response = await fetch(address + path, {
      method,
      headers: { Authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    address,
    api,
    signInAddress: () => said.match(/https?:\/\/\S+\/sign-in\?token=[^\s)]+/)?.[0],
    stop: async () => {
      const ended = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      if (!kept) await rm(data, { recursive: true, force: true });
    },
  };
}
