import { defineConfig } from 'vitest/config';

// Slow by nature: a real server and a real browser for each file, one file after the other.
export default defineConfig({ test: { include: ['journeys/**/*.journey.ts'], environment: 'node', fileParallelism: false, testTimeout: 90_000, hookTimeout: 120_000 } });
