import { vi } from "vitest";
import { createTurnout, type Answer, type Turnout, type TurnoutEvent, type TurnoutOptions } from "@turnout/browser";

/** The server knows the units by their names in JSON and in JavaScript. */
const contextOf = (body: string): Record<string, unknown> => {
  const { userId, teamId, visitorId, ...attributes } = (JSON.parse(body) as { context: Record<string, unknown> }).context;
  return JSON.parse(JSON.stringify({ user_id: userId, team_id: teamId, visitor_id: visitorId, ...attributes }));
};
type Reply = (context: Record<string, unknown>) => Omit<Answer, "version">;

export const url = "https://flags.test";
export const clientKey = "client-key";

export const answer = (flags: Record<string, unknown> = {}, experiments: Record<string, string> = {}, units: Record<string, string> = {}): Omit<Answer, "version"> => ({
  flags: Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, { value: value as never, variant: null, reason: "DEFAULT" }])),
  experiments,
  assignments: Object.fromEntries(Object.keys(experiments).map((slug) => [slug, { assignment_type: "deterministic" as const, control: "control", unit: units[slug] ?? "user", is_new: false }])),
});

/** Turnout's endpoints for browsers, as `fetch` and `EventSource` meet them: keys, ETags, one-time stream tokens, idempotent events. */
export class FakeServer {
  version = 1;
  reply: Reply = () => answer();
  /** Answers in place of the server, for a path that contains this text. */
  fault: { path: string; respond: () => Response | Promise<Response> } | undefined;
  streaming = true;
  readonly requests: { path: string; body: string; headers: Headers; keepalive: boolean }[] = [];
  /** Why the server would not keep an event, where it would not. */
  refuse: (event: TurnoutEvent) => string | undefined = () => undefined;
  readonly events = new Map<string, TurnoutEvent>();
  duplicates = 0;
  readonly streams = new Set<FakeEventSource>();
  private readonly tokens = new Set<string>();
  private issued = 0;

  constructor() {
    vi.stubGlobal("fetch", (input: string, init: RequestInit) => this.fetch(input, init));
    vi.stubGlobal("EventSource", eventSourceOf(this));
  }

  asked(path: string) {
    return this.requests.filter((request) => request.path.startsWith(path));
  }

  contexts() {
    return this.asked("/api/v1/evaluate").map((request) => contextOf(request.body));
  }

  sent(name: string) {
    return [...this.events.values()].filter(({ event }) => event === name);
  }

  publish(reply: Reply) {
    this.version++;
    this.reply = reply;
    for (const stream of this.streams) stream.notify();
  }

  admit(token: string) {
    return this.tokens.delete(token);
  }

  private async fetch(input: string, init: RequestInit): Promise<Response> {
    const path = input.replace(url, "");
    const headers = new Headers(init.headers);
    const body = String(init.body ?? "");
    this.requests.push({ path, body, headers, keepalive: !!init.keepalive });
    if (this.fault && path.includes(this.fault.path)) return this.fault.respond();
    if (path.startsWith("/api/v1/events")) return this.take(new URL(input), JSON.parse(body).events);
    if (headers.get("X-API-Key") !== clientKey) return new Response("{}", { status: 401 });
    if (path === "/sdk/v1/stream/token") {
      const token = `token-${++this.issued}`;
      this.tokens.add(token);
      return Response.json({ token, expires_at: "2026-01-01T00:00:00Z" });
    }
    if (path !== "/api/v1/evaluate") return new Response("{}", { status: 404 });
    const text = JSON.stringify({ version: this.version, ...this.reply(contextOf(body)) });
    const etag = `"${text.length}-${text}"`.replace(/[^\x20-\x7e]/g, "");
    if (headers.get("If-None-Match") === etag) return new Response(null, { status: 304, headers: { ETag: etag } });
    return new Response(text, { headers: { ETag: etag, "Content-Type": "application/json" } });
  }

  private take(address: URL, events: TurnoutEvent[]): Response {
    if (address.searchParams.get("key") !== clientKey) return new Response("{}", { status: 401 });
    if (events.some((event) => event.properties.bad)) return new Response('{"code":"invalid_event"}', { status: 400 });
    const refused = events.flatMap((event, index) => this.refuse(event) ? [{ index, id: event.id, code: this.refuse(event), detail: "For people." }] : []);
    const kept = events.filter((event) => !this.refuse(event));
    const fresh = kept.filter(({ id }) => !this.events.has(id));
    for (const event of fresh) this.events.set(event.id, event);
    this.duplicates += kept.length - fresh.length;
    return Response.json({ accepted: fresh.length, duplicates: kept.length - fresh.length, ...(refused.length && { refused }) }, { status: 202 });
  }
}

export class FakeEventSource extends EventTarget {
  onerror: (() => void) | null = null;
  closed = false;

  constructor(readonly address: string, private readonly server: FakeServer) {
    super();
    const token = new URL(address).searchParams.get("token")!;
    queueMicrotask(() => {
      if (this.closed) return;
      if (!server.admit(token)) return this.fail();
      server.streams.add(this);
      if (server.streaming) this.notify();
    });
  }

  notify() {
    this.dispatchEvent(new MessageEvent("change", { lastEventId: String(this.server.version), data: JSON.stringify({ version: this.server.version }) }));
  }

  fail() {
    this.server.streams.delete(this);
    this.onerror?.();
  }

  close() {
    this.closed = true;
    this.server.streams.delete(this);
  }
}

const eventSourceOf = (server: FakeServer) => class extends FakeEventSource {
  constructor(address: string) {
    super(address, server);
  }
};

/** Lets everything that waits on promises only (no timer) happen. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 50; i++) await Promise.resolve();
};

export const hide = (hidden: boolean): void => {
  Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
};

/** What a browser has after its storage was cleared. */
export const newBrowser = (): void => {
  localStorage.clear();
  sessionStorage.clear();
  for (const pair of document.cookie.split("; ")) document.cookie = `${pair.split("=")[0]}=; path=/; max-age=0`;
};

/** Starts clients, and stops them with {@link Clients.stop}. */
export class Clients {
  private readonly stops: (() => void)[] = [];

  readonly start = async (options: Partial<TurnoutOptions> = {}): Promise<Turnout> => {
    const turnout = createTurnout({ url, clientKey, context: { userId: "ada" }, ...options });
    this.stops.push(turnout.start());
    await settle();
    return turnout;
  };

  readonly stop = (): void => {
    for (const stop of this.stops.splice(0)) stop();
  };
}
