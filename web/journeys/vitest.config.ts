import { defineConfig } from 'vitest/config';

// Slow by nature: a real server and a real browser for each file, two files at a time since much of it is waiting.
export default defineConfig({ test: { include: ['journeys/**/*.journey.ts'], environment: 'node', maxWorkers: 2, testTimeout: 90_000, hookTimeout: 120_000 } });
