// Writes src/api/schema.ts and docs/http from the server's OpenAPI document; with --check only says whether they still fit.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapi, { astToString } from 'openapi-typescript';
import { startServer } from '../journeys/server.mjs';
import { renderReference } from './http-reference.mjs';

const schema = fileURLToPath(new URL('../src/api/schema.ts', import.meta.url));
const reference = fileURLToPath(new URL('../../docs/http', import.meta.url));

const server = await startServer();
try {
  const document = await (await fetch(`${server.address}/openapi/v1.json`)).json();
  const pages = renderReference(document);
  // Of its types the UI takes the shapes alone; those of every call and answer would be three quarters of the file.
  const types = astToString(await openapi({ ...document, paths: {} }));
  const files = new Map([
    [schema, `// Generated from the server's OpenAPI document by "npm run api"; not to be edited.\n\n${types}`],
    ...Object.entries(pages).map(([name, text]) => [join(reference, name), text]),
  ]);
  await mkdir(reference, { recursive: true });
  const surplus = (await readdir(reference)).map((name) => join(reference, name)).filter((file) => !files.has(file));
  if (process.argv.includes('--check')) {
    for (const [file, text] of files) {
      if ((await readFile(file, 'utf8').catch(() => '')) === text) continue;
      console.error(`${file} does not fit the server any more: run "npm run api" in web/ and look at what changed.`);
      process.exitCode = 1;
    }
    for (const file of surplus) {
      console.error(`${file} belongs to nothing that the server has any more.`);
      process.exitCode = 1;
    }
  } else {
    for (const [file, text] of files) await writeFile(file, text);
    for (const file of surplus) await rm(file);
  }
} finally {
  await server.stop();
}
