// @vitest-environment node
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);
let folder: string;

const pack = (name: string): { filename: string; files: { path: string }[] } =>
  JSON.parse(execFileSync("npm", ["pack", "--json", "--silent", "--pack-destination", folder], { cwd: join(root, name), encoding: "utf8" }))[0];

const packages = {} as Record<"browser" | "react" | "openfeature", ReturnType<typeof pack>>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "turnout-pack-"));
  for (const name of ["browser", "react", "openfeature"] as const) {
    packages[name] = pack(name);
    const target = join(folder, "node_modules/@turnout", name);
    mkdirSync(target, { recursive: true });
    execFileSync("tar", ["-xzf", join(folder, packages[name].filename), "-C", target, "--strip-components=1"]);
  }
  for (const name of ["react", "@types"]) symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  cpSync(join(import.meta.dirname, "consumer"), folder, { recursive: true });
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(["browser", "react", "openfeature"] as const)("the package of %s", (name) => {
  test("holds what was built, its types, and nothing else", () => {
    const paths = packages[name].files.map(({ path }) => path);
    expect(paths.filter((path) => !/^(package\.json|README\.md|LICENSE|dist\/[\w-]+\.(js|d\.ts))$/.test(path))).toEqual([]);
    expect(paths).toContain("README.md");
    expect(paths).toContain("LICENSE");
  });

  test("has every file that its exports name", () => {
    const { exports } = JSON.parse(readFileSync(join(root, name, "package.json"), "utf8"));
    for (const { types, default: code } of Object.values<{ types: string; default: string }>(exports)) {
      for (const file of [types, code]) expect(existsSync(join(folder, "node_modules/@turnout", name, file)), file).toBe(true);
    }
  });

  test("has no dependency beyond its own kind", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, name, "package.json"), "utf8"));
    expect(Object.keys(dependencies ?? {})).toEqual(name === "react" ? ["@turnout/browser"] : []);
  });
});

test("React's files say that they belong to the client", () => {
  for (const file of ["provider", "flags", "experiments", "testing"])
    expect(readFileSync(join(root, `react/dist/${file}.js`), "utf8")).toMatch(/^"use client";/);
});

describe.each([["Bundler", "ESNext"], ["Node16", "Node16"]])("types under %s resolution", (moduleResolution, module) => {
  test.each(["untyped.ts", "typed.tsx"])("are right for %s", (file) => {
    const config = join(folder, `tsconfig.${moduleResolution}.${file}.json`);
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    writeFileSync(config, JSON.stringify({
      compilerOptions: { strict: true, noEmit: true, target: "ES2022", lib: ["ES2022", "DOM"], jsx: "react-jsx", types: [], module, moduleResolution },
      files: [file],
    }));
    expect(output(() => execFileSync(bin("tsc"), ["-p", config], { encoding: "utf8" }))).toBe("");
  }, 180_000);
});

test("the packages keep to their size budgets", () => {
  expect(output(() => execFileSync("node", [join(root, "scripts/size.mjs")], { encoding: "utf8" }))).not.toContain("over budget");
});

test("the written reference is that of the doc comments", () => {
  expect(output(() => execFileSync("node", [join(root, "scripts/reference.mjs"), "--check"], { encoding: "utf8" }))).toBe("");
}, 180_000);

const output = (run: () => string): string => {
  try {
    return run();
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
};
