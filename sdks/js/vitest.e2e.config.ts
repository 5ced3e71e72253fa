import { defineConfig } from "vitest/config";

/** Real server, real browser. Needs the solution built in Release, the packages built, and Chromium. */
export default defineConfig({
  test: {
    environment: "node",
    include: ["e2e/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
