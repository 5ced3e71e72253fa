import { Program, freePort, newFolder, removeFolder } from "./processes.js";

export const adminToken = "e2e-admin-token-of-forty-characters-00001";
export const jwtSecret = "e2e-jwt-secret-of-forty-characters-000001";

/** A real Turnout server with an empty database of its own. */
export class TurnoutServer {
  url = "";
  private folder = newFolder();
  private program!: Program;

  async start(): Promise<void> {
    this.url ||= `http://127.0.0.1:${await freePort()}`;
    this.program = new Program("Turnout", "turnout.dll", ["--urls", this.url, "--data", this.folder],
      { TURNOUT_ADMIN_TOKEN: adminToken, TURNOUT_JWT_SECRET: jwtSecret });
    await this.program.start(async () => (await fetch(`${this.url}/health/ready`)).ok);
  }

  /** Stops the process; the data stay, and `start` continues with them. */
  async stop(): Promise<void> {
    await this.program.stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    removeFolder(this.folder);
  }

  /** Calls the operators' API of the environment `production`; fails with what the server said. */
  async admin<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/api/v1/environments/production${path}`, {
      method, headers: { Authorization: `Bearer ${adminToken}`, "Content-Type": "application/json" }, body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  async clientKey(): Promise<string> {
    return (await this.admin<{ key: string }>("POST", "/keys", { kind: "client", name: "e2e" })).key;
  }

  async launch(experiment: { key: string; unit: string; variants: string[]; [member: string]: unknown }): Promise<void> {
    await this.admin("POST", "/experiments", {
      assignment: "deterministic", control: experiment.variants[0], ...experiment, variants: experiment.variants.map((key) => ({ key, weight: 1 })),
    });
    await this.admin("POST", `/experiments/${experiment.key}/launch`);
  }

  /** Sends the same events again: those that the server has are duplicates. */
  async resend(clientKey: string, events: unknown[]): Promise<{ accepted: number; duplicates: number }> {
    const response = await fetch(`${this.url}/api/v1/events?key=${clientKey}`, { method: "POST", body: JSON.stringify({ events }) });
    return await response.json() as { accepted: number; duplicates: number };
  }
}
