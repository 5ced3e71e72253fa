// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const repository = join(root, "../..");
const given = join(import.meta.dirname, "snippets/given.d.ts");

/** The pages that people write; the references are written from the code itself. */
const pages = [
  "README.md",
  ...readdirSync(join(repository, "docs"), { recursive: true, encoding: "utf8" }).map((path) => join("docs", path)),
  ...["browser", "react", "openfeature"].map((name) => join("sdks/js", name, "README.md")),
  "samples/shop/README.md",
].filter((path) => path.endsWith(".md") && !path.endsWith("-api.md"));

/** Every example in TypeScript by the file that it would be: a module of its own, in which the lines are those of the page. */
const examples = () => {
  const found = new Map<string, string>();
  for (const page of pages) {
    const text = readFileSync(join(repository, page), "utf8");
    for (const { index, groups } of text.matchAll(/^```(?<language>tsx?)\n(?<code>[^]*?)^```/gm)) {
      const line = text.slice(0, index).split("\n").length;
      found.set(join(import.meta.dirname, "snippets", `${page.replaceAll(/[/\\]/g, "+")}.${line}.${groups!.language}`), `${"\n".repeat(line)}${groups!.code}\nexport {};\n`);
    }
  }
  return found;
};

const problems = (files: Map<string, string>): string[] => {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, jsx: ts.JsxEmit.ReactJSX,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"], types: ["node"], typeRoots: [join(root, "node_modules/@types")],
    strict: true, noEmit: true, skipLibCheck: true,
    // Examples do without the types of their own props.
    noImplicitAny: false,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists.call(host, path);
  host.readFile = (path) => files.get(path) ?? readFile.call(host, path);
  host.getSourceFile = (path, version, ...rest) =>
    files.has(path) ? ts.createSourceFile(path, files.get(path)!, version) : getSourceFile.call(host, path, version, ...rest);
  const program = ts.createProgram([given, ...files.keys()], options, host);
  return [given, ...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ start, messageText }) =>
      `${relative(join(import.meta.dirname, "snippets"), path).replaceAll("+", "/").replace(/\.\d+\.tsx?$/, "")}, line ${source.getLineAndCharacterOfPosition(start ?? 0).line + 1}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  });
};

test("every example in TypeScript has right types", () => {
  const found = examples();
  expect(found.size).toBeGreaterThan(10);
  const wrong = new Map([[join(import.meta.dirname, "snippets", "wrong.md.1.ts"), '\nimport { createTurnout } from "@turnout/browser";\ncreateTurnout({ url }).getFlagg("a");\n']]);
  const noticed = problems(new Map([...found, ...wrong]));
  expect(noticed.filter((problem) => !problem.startsWith("wrong.md"))).toEqual([]);
  expect(noticed.filter((problem) => problem.startsWith("wrong.md")).join("\n")).toContain("getFlagg");
}, 120_000);
