// Writes src/api/schema.ts from the server's OpenAPI document; with --check only says whether it still fits.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapi, { astToString } from 'openapi-typescript';
import { startServer } from '../journeys/server.mjs';

const target = fileURLToPath(new URL('../src/api/schema.ts', import.meta.url));
const server = await startServer();
try {
  const types = astToString(await openapi(new URL(`${server.address}/openapi/v1.json`)));
  const text = `// Generated from the server's OpenAPI document by "npm run api"; not to be edited.\n\n${types}`;
  if (process.argv.includes('--check')) {
    if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
      console.error('src/api/schema.ts does not fit the server any more: run "npm run api" in web/ and look at what changed.');
      process.exitCode = 1;
    }
  } else await writeFile(target, text);
} finally {
  await server.stop();
}
