import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `npm run dev` beside a server on its usual port; TURNOUT_URL names another one.
const server = process.env['TURNOUT_URL'] ?? 'http://127.0.0.1:5080';

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 700, manifest: true },
  server: {
    proxy: Object.fromEntries(['/api', '/auth', '/sdk', '/openapi', '/health'].map((path) => [path, { target: server, changeOrigin: true }])),
  },
  test: { environment: 'jsdom', include: ['tests/**/*.test.{ts,tsx}'], setupFiles: ['tests/setup.ts'], restoreMocks: true },
});
