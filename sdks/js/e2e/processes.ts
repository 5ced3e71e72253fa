import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(import.meta.dirname, "../../..");

/** A port that nobody listens on. */
export const freePort = (): Promise<number> => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address() as { port: number };
    server.close(() => resolve(port));
  });
});

/** Waits until the condition holds; fails with what was last thrown. */
export const until = async <T>(condition: () => Promise<T> | T, withinMs = 10_000): Promise<Exclude<T, false | null | undefined>> => {
  const end = Date.now() + withinMs;
  let problem: unknown = new Error("the condition never held");
  while (Date.now() < end) {
    try {
      const result = await condition();
      if (result) return result as Exclude<T, false | null | undefined>;
    } catch (error) {
      problem = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw problem;
};

export const newFolder = (): string => mkdtempSync(join(tmpdir(), "turnout-e2e-"));

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

/** A program of this repository, built in Release, that runs until it is stopped. */
export class Program {
  private child: ChildProcess | undefined;
  private said = "";

  constructor(private readonly project: string, private readonly assembly: string, private readonly args: string[], private readonly env: Record<string, string>) {}

  async start(isReady: () => Promise<unknown>): Promise<void> {
    const path = join(repository, "artifacts/bin", this.project, "release", this.assembly);
    if (!existsSync(path)) throw new Error(`${path} is missing: build the solution in Release first`);
    const child = this.child = spawn("dotnet", [path, ...this.args], { env: { ...process.env, ...this.env }, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (data) => this.said += data);
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`${this.assembly} ended with ${child.exitCode}:\n${this.said}`);
      return isReady();
    }, 60_000).catch((error) => {
      throw new Error(`${this.assembly} is not ready: ${error}\n${this.said}`);
    });
  }

  async stop(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }
}
