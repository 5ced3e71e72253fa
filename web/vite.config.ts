import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// `npm run dev` beside a server on its usual port; TURNOUT_URL names another one.
const server = process.env['TURNOUT_URL'] ?? 'http://127.0.0.1:5080';

/** Lays a .br and a .gz beside each asset, so that the server never compresses. */
const compress = (): Plugin => ({
  name: 'turnout-compress',
  apply: 'build',
  async writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle).filter((file) => /\.(js|css)$/.test(file))) {
      const path = join(dir!, name);
      const content = await readFile(path);
      if (content.length < 1024) continue;
      await writeFile(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
      await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }));
    }
  },
});

export default defineConfig({
  plugins: [react(), compress()],
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: {
    proxy: Object.fromEntries(['/api', '/auth', '/sdk', '/openapi', '/health'].map((path) => [path, { target: server, changeOrigin: true }])),
  },
  test: { environment: 'jsdom', include: ['tests/**/*.test.{ts,tsx}'], setupFiles: ['tests/setup.ts'], restoreMocks: true },
});
