import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./chromium.js";
import { freePort, Program } from "./processes.js";
import { adminToken, TurnoutServer } from "./turnout.js";

const repository = join(import.meta.dirname, "../../..");

/** The commands of docs/quick-start.md by chapter, without those that start the programs and install packages; and its one program. */
const readGuide = () => {
  const text = readFileSync(join(repository, "docs/quick-start.md"), "utf8");
  const chapters = text.split(/^## /m).slice(1);
  const blocks = (chapter: string, kind: string) => [...chapter.matchAll(new RegExp(`^\`\`\`${kind}\\n([^]*?)^\`\`\``, "gm"))].map((match) => match[1]!);
  const commands = Object.fromEntries(chapters.map((chapter) => [chapter.slice(0, chapter.indexOf("\n")), blocks(chapter, "sh")]));
  return { commands, program: blocks(text, "js")[0]! };
};

/** A terminal in which one command sees the variables of the one before. */
class Terminal {
  private readonly shell: ChildProcessWithoutNullStreams;

  constructor(folder: string) {
    this.shell = spawn("bash", [], { cwd: folder, env: { ...process.env, TURNOUT_ADMIN_TOKEN: adminToken } });
  }

  /** What the commands say; fails where the last one fails. */
  run(commands: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let said = "";
      const hear = (chunk: Buffer) => {
        said += chunk;
        const end = /^<(\d+)>$/m.exec(said);
        if (!end) return;
        for (const stream of [this.shell.stdout, this.shell.stderr]) stream.off("data", hear);
        if (end[1] === "0") resolve(said.slice(0, end.index));
        else reject(new Error(`${commands}\nended with ${end[1]}:\n${said}`));
      };
      for (const stream of [this.shell.stdout, this.shell.stderr]) stream.on("data", hear);
      this.shell.stdin.write(`${commands}\nprintf '\\n<%d>\\n' $?\n`);
    });
  }

  close() {
    this.shell.kill();
  }
}

const server = new TurnoutServer();
// Below sdks/js, so that Node finds the packages that its reader installs in a folder of their own.
const folder = join(import.meta.dirname, "../node_modules/.cache/quick-start");
const terminal = new Terminal(repository);
let shop: Program;
let shopUrl: string;
let chromium: Browser;

beforeAll(async () => {
  await server.start();
  shopUrl = `http://127.0.0.1:${await freePort()}`;
  shop = new Program("Shop", "shop.dll", ["--urls", shopUrl], { TURNOUT_ADMIN_TOKEN: adminToken, Turnout__ServerUrl: server.url });
  await shop.start(async () => (await (await fetch(shopUrl)).text()).includes("landing-hero"));
  chromium = await openChromium();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}, 180_000);

afterAll(async () => {
  terminal.close();
  await chromium?.close();
  await shop?.stop();
  await server.remove();
});

test("the quick start leads to a flag switched in the open page, an experiment with a verdict, and the flag in a stock OpenFeature client", async () => {
  const { commands, program } = readGuide();
  const page = await chromium.newPage();
  const streamed = page.waitForResponse((response) => response.url().includes("/sdk/v1/stream?"));
  await page.goto(shopUrl);
  await streamed;
  expect(await page.locator(".banner").count()).toBe(0);

  const [toggle] = commands["1. Switch a flag"]!;
  await terminal.run(toggle!.replace("http://127.0.0.1:5080", server.url));
  await page.waitForSelector(".banner", { timeout: 5_000 });

  const [visit, read, conclude] = commands["2. Read an experiment"]!;
  expect(await terminal.run(visit!)).toContain("2000 visitors have been there.");
  const results = JSON.parse(await terminal.run(read!)) as {
    sample_ratio: { mismatch: boolean };
    variants: { units: number }[];
    metrics: { comparisons: { variant: string; control: string; lift: number; p_value: number; significant: boolean; verdict: string }[] }[];
  };
  expect(results.sample_ratio.mismatch).toBe(false);
  expect(results.variants.reduce((sum, { units }) => sum + units, 0)).toBeGreaterThanOrEqual(2_000);
  const comparison = results.metrics[0]!.comparisons[0]!;
  expect(comparison).toMatchObject({ variant: "benefit-focused", control: "control", significant: true, verdict: "win" });
  expect(comparison.lift).toBeGreaterThan(0);
  await terminal.run(conclude!);
  expect((await server.admin<{ status: string }>("GET", "/experiments/landing-hero")).status).toBe("stopped");

  writeFileSync(join(folder, "banner.mjs"), program);
  const [ask] = commands["3. Read the same flag with OpenFeature"]!;
  expect(await terminal.run(`cd ${folder} && ${ask!}`)).toContain("value: true");
}, 120_000);
