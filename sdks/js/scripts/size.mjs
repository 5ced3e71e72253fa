// Fails when a package has outgrown its budget: minified by esbuild, gzip -9, React external, in bytes.
import { build } from "esbuild";
import { gzipSync } from "node:zlib";

const size = async (code) => {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname + "/.." },
    bundle: true, minify: true, format: "esm", target: "es2022", write: false, external: ["react", "react/jsx-runtime"],
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
};

const browser = await size('export { createTurnout } from "@turnout/browser"');
const both = await size('export * from "@turnout/react"; export { createTurnout } from "@turnout/browser"');

for (const [name, bytes, budget] of [["@turnout/browser", browser, 2500], ["@turnout/react on top", both - browser, 1000]]) {
  console.log(`${name}: ${bytes} of ${budget} bytes${bytes > budget ? ", over budget" : ""}`);
  if (bytes > budget) process.exitCode = 1;
}
