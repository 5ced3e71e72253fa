import { defineConfig } from "vitest/config";

const source = (path: string) => new URL(path, import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: [
      { find: "@turnout/browser/posthog", replacement: source("./browser/src/posthog.ts") },
      { find: "@turnout/browser", replacement: source("./browser/src/index.ts") },
      { find: "@turnout/openfeature", replacement: source("./openfeature/src/index.ts") },
      { find: "@turnout/react/testing", replacement: source("./react/src/testing.tsx") },
      { find: "@turnout/react", replacement: source("./react/src/index.ts") },
    ],
  },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "https://shop.test/" } },
    include: ["{browser,react,openfeature,packaging}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    unstubGlobals: true,
    maxWorkers: 1,
    // Nothing here waits for a clock; a busy machine may still be slow.
    testTimeout: 30_000,
  },
});
