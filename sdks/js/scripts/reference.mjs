// Writes docs/sdk/*-api.md from the doc comments of what the packages export; with --check, fails where a file is out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const check = process.argv.includes("--check");

/** A doc comment as Markdown: without its stars, and with links as code. */
const prose = (comment) => ts.displayPartsToString(comment).replace(/\{@link (\w+)\}/g, "`$1`").trim();

/** A declaration as code, without the doc comment above it and without what only a compiler needs. */
const code = (node) => node.getText().replace(/^export (declare )?/, "").replace(/^declare /, "");

const kinds = [
  ["Functions and components", (node) => ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node)],
  ["Types", (node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)],
];

const entry = (file, title) => {
  const program = ts.createProgram([join(root, file)], { moduleResolution: ts.ModuleResolutionKind.NodeNext, module: ts.ModuleKind.NodeNext, types: [] });
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(join(root, file))))
    .map((symbol) => symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
    .map((symbol) => ({ name: symbol.name, node: symbol.declarations[0], doc: prose(symbol.getDocumentationComment(checker)) }))
    .sort((a, b) => a.name < b.name ? -1 : 1);
  const lines = [`## ${title}`, ""];
  for (const [heading, belongs] of kinds) {
    const members = exported.filter(({ node }) => belongs(node));
    if (members.length === 0) continue;
    lines.push(`### ${heading}`, "");
    for (const { name, node, doc } of members) {
      if (!doc) throw new Error(`${file}: ${name} has no doc comment`);
      lines.push(`#### ${name}`, "", doc, "", "```ts", code(node), "```", "");
    }
  }
  return lines;
};

const write = (name, packageName, entries) => {
  const text = [`# ${packageName}: reference`, "", "Written from the doc comments by `npm run reference`; do not edit. The guide is " +
    `[${name}.md](${name}.md).`, "", ...entries.flatMap(([file, title]) => entry(file, title))].join("\n").trimEnd() + "\n";
  const path = join(root, "../../docs/sdk", `${name}-api.md`);
  if (!check) return writeFileSync(path, text);
  if (readFileSync(path, "utf8") !== text) {
    console.log(`${name}-api.md is out of date: npm run reference`);
    process.exitCode = 1;
  }
};

write("browser", "@turnout/browser", [["browser/dist/index.d.ts", "@turnout/browser"], ["browser/dist/posthog.d.ts", "@turnout/browser/posthog"]]);
write("react", "@turnout/react", [["react/dist/index.d.ts", "@turnout/react"], ["react/dist/testing.d.ts", "@turnout/react/testing"]]);
write("openfeature", "@turnout/openfeature", [["openfeature/dist/index.d.ts", "@turnout/openfeature"]]);
