import { defineConfig } from "vitest/config";

const source = (path: string) => new URL(path, import.meta.url).pathname;
const react18 = (path: string) => source(`./react18/node_modules/${path}`);

/** What runs in both projects, and has to take turns. */
const settings = {
  environment: "jsdom",
  environmentOptions: { jsdom: { url: "https://shop.test/" } },
  exclude: ["**/node_modules/**", "**/dist/**"],
  unstubGlobals: true,
  // Nothing here waits for a clock; a busy machine may still be slow.
  testTimeout: 30_000,
};
const packages = [
  { find: "@turnout/browser/posthog", replacement: source("./browser/src/posthog.ts") },
  { find: "@turnout/browser", replacement: source("./browser/src/index.ts") },
  { find: "@turnout/openfeature", replacement: source("./openfeature/src/index.ts") },
  { find: "@turnout/react/testing", replacement: source("./react/src/testing.tsx") },
  { find: "@turnout/react", replacement: source("./react/src/index.ts") },
];

export default defineConfig({
  test: {
    maxWorkers: 1,
    projects: [
      {
        resolve: { alias: packages },
        test: { ...settings, name: "packages", include: ["{browser,react,openfeature,packaging}/**/*.test.{ts,tsx}"] },
      },
      // The oldest React that the hooks are for: their tests once more.
      {
        resolve: {
          alias: [
            ...packages,
            // As ES modules, whose imports the lines below turn to React 18.
            { find: "@testing-library/react", replacement: source("./node_modules/@testing-library/react/dist/@testing-library/react.esm.js") },
            { find: "react-dom/server.edge", replacement: react18("react-dom/server.browser.js") },
            { find: /^react-dom\/(.+)$/, replacement: react18("react-dom/$1.js") },
            { find: /^react\/(.+)$/, replacement: react18("react/$1.js") },
            { find: /^(react|react-dom)$/, replacement: react18("$1/index.js") },
          ],
        },
        test: { ...settings, name: "react 18", include: ["react/test/*.test.tsx", "react18/*.test.ts"], server: { deps: { inline: [/@testing-library\/react/] } } },
      },
    ],
  },
});
