import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createTurnout } from "@turnout/browser";
import { answer, Clients, FakeServer, hide, clientKey, newBrowser, settle, url } from "../../test-support/fake-server.js";

let server: FakeServer;
const clients = new Clients();
const { start } = clients;

beforeEach(() => {
  vi.useFakeTimers();
  newBrowser();
  hide(false);
  server = new FakeServer();
});

afterEach(() => {
  clients.stop();
  vi.useRealTimers();
});

describe("the first answer", () => {
  test("one request brings all flags and experiments", async () => {
    server.reply = () => answer({ "new-checkout": true, theme: "dark", limits: { items: 3 } }, { pricing: "b" });
    const turnout = await start();
    expect(turnout.getFlag("new-checkout")).toBe(true);
    expect(turnout.getFlag("theme", "light")).toBe("dark");
    expect(turnout.getFlag("limits", {})).toEqual({ items: 3 });
    expect(turnout.getVariant("pricing")).toBe("b");
    expect(turnout.getAllFlags()).toEqual({ "new-checkout": true, theme: "dark", limits: { items: 3 } });
    expect(server.asked("/api/v1/evaluate")).toHaveLength(1);
  });

  test("the context travels as it is given, with the visitor", async () => {
    await start({ context: { userId: 7, teamId: null, plan: "pro", cities: ["Pune"], visitorId: "v-1" } });
    expect(server.contexts()).toEqual([{ user_id: 7, team_id: null, plan: "pro", cities: ["Pune"], visitor_id: "v-1" }]);
  });

  test("before it, flags have their fallbacks and the snapshot says it is loading", () => {
    const turnout = createTurnout({ url, clientKey });
    expect(turnout.getFlag("new-checkout")).toBe(false);
    expect(turnout.evaluateFlag("theme", "light")).toEqual({ value: "light", variant: null, reason: "ERROR" });
    expect(turnout.getVariant("pricing")).toBeNull();
    expect(turnout.snapshot().isLoading).toBe(true);
    expect(server.requests).toEqual([]);
  });

  test("a value of another type than the fallback is refused", async () => {
    server.reply = () => answer({ theme: "dark" });
    const turnout = await start();
    expect(turnout.evaluateFlag("theme", 3)).toEqual({ value: 3, variant: null, reason: "ERROR" });
  });

  test.each(["constructor", "__proto__", "toString"])("a key like %s finds nothing", async (name) => {
    const turnout = await start();
    expect(turnout.getFlag(name, "fallback")).toBe("fallback");
  });

  test("bootstrap is used at once and asks the server nothing while nothing has changed", async () => {
    const turnout = await start({ bootstrap: { version: 1, ...answer({ theme: "dark" }) } });
    expect(turnout.getFlag("theme", "light")).toBe("dark");
    expect(turnout.initial.flags.theme?.value).toBe("dark");
    expect(server.asked("/api/v1/evaluate")).toEqual([]);
  });

  test("bootstrap for an older ruleset is replaced", async () => {
    server.version = 2;
    server.reply = () => answer({ theme: "blue" });
    const turnout = await start({ bootstrap: { version: 1, ...answer({ theme: "dark" }) } });
    expect(turnout.getFlag("theme", "light")).toBe("blue");
  });
});

describe("failure", () => {
  test("an unreachable server leaves the fallbacks, is reported, and is tried again within 30 s", async () => {
    const onError = vi.fn();
    server.fault = { path: "/", respond: () => Promise.reject(new TypeError("offline")) };
    const turnout = await start({ onError });
    expect(turnout.snapshot().isLoading).toBe(false);
    expect(turnout.getFlag("theme", "light")).toBe("light");
    expect(onError).toHaveBeenCalledWith(expect.any(TypeError));
    server.fault = undefined;
    server.reply = () => answer({ theme: "dark" });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(turnout.getFlag("theme", "light")).toBe("dark");
  });

  test("a refused request hands the response to onError", async () => {
    const onError = vi.fn();
    await start({ clientKey: "wrong", onError });
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ status: 401 });
  });

  test("an answer that is not JSON changes nothing", async () => {
    server.reply = () => answer({ theme: "dark" });
    const turnout = await start();
    server.fault = { path: "evaluate", respond: () => new Response("<html>a proxy's page</html>") };
    await turnout.refresh();
    expect(turnout.getFlag("theme", "light")).toBe("dark");
  });

  test("an answer without flags changes nothing", async () => {
    server.reply = () => answer({ theme: "dark" });
    const turnout = await start();
    server.fault = { path: "evaluate", respond: () => Response.json({ hello: 1 }) };
    await turnout.refresh();
    expect(turnout.getFlag("theme", "light")).toBe("dark");
  });
});

describe("what this device has stored", () => {
  test("is shown at once and refreshed behind", async () => {
    server.reply = () => answer({ theme: "dark" });
    await start();
    server.reply = () => answer({ theme: "blue" });
    const next = createTurnout({ url, clientKey, context: { userId: "ada" } });
    expect(next.getFlag("theme", "light")).toBe("dark");
    expect(next.initial.flags).toEqual({});
    await next.refresh();
    expect(next.getFlag("theme", "light")).toBe("blue");
  });

  test("is asked for again with its tag, and 304 leaves it as it is", async () => {
    server.reply = () => answer({ theme: "dark" });
    await start();
    const next = await start();
    expect(server.asked("/api/v1/evaluate")[1]?.headers.get("If-None-Match")).toMatch(/^".+"$/);
    expect(next.getFlag("theme", "light")).toBe("dark");
  });

  test("is not shown once it is too old", async () => {
    server.reply = () => answer({ theme: "dark" });
    await start();
    vi.setSystemTime(Date.now() + 8 * 86_400_000);
    expect(createTurnout({ url, clientKey, context: { userId: "ada" } }).getFlag("theme", "light")).toBe("light");
  });

  test("is not shown to another user", async () => {
    server.reply = () => answer({ theme: "dark" });
    await start();
    expect(createTurnout({ url, clientKey, context: { userId: "eve" } }).getFlag("theme", "light")).toBe("light");
  });

  test("is never the context itself", async () => {
    await start({ context: { userId: "ada", email: "ada@example.com" } });
    expect(JSON.stringify({ ...localStorage })).not.toContain("ada");
  });

  test("is limited to eight contexts", async () => {
    const turnout = await start();
    for (let user = 0; user < 12; user++) await turnout.identify({ userId: user });
    expect(JSON.parse(localStorage.getItem(`turnout.2.${clientKey}`)!)).toHaveLength(8);
  });

  test.each(["{", "[1,2]", "null", '[[0,1,null]]', '{"a":1}'])("may be nonsense: %s", async (text) => {
    localStorage.setItem(`turnout.2.${clientKey}`, text);
    server.reply = () => answer({ theme: "dark" });
    const turnout = await start();
    expect(turnout.getFlag("theme", "light")).toBe("dark");
  });

  test("may be forbidden: then memory does", async () => {
    vi.stubGlobal("localStorage", undefined);
    vi.stubGlobal("sessionStorage", undefined);
    server.reply = () => answer({}, { pricing: "b" });
    const turnout = await start();
    expect(turnout.getVariant("pricing")).toBe("b");
    turnout.getVariant("pricing");
    await vi.advanceTimersByTimeAsync(500);
    expect(server.sent("experiment_viewed")).toHaveLength(1);
  });

  test("by another tab is taken over", async () => {
    const turnout = await start({ live: false });
    server.version = 2;
    server.reply = () => answer({ theme: "dark" });
    await start({ live: false }); // the other tab
    dispatchEvent(new StorageEvent("storage", { key: `turnout.2.${clientKey}` }));
    expect(turnout.getFlag("theme", "light")).toBe("dark");
    expect(server.asked("/api/v1/evaluate")).toHaveLength(2);
  });
});

describe("another context", () => {
  beforeEach(() => {
    server.reply = ({ user_id }) => answer({ greeting: `hello ${user_id}` }, { onboarding: user_id === "eve" ? "b" : "a" });
  });

  test("keeps the old values until the new ones are there", async () => {
    const turnout = await start();
    const seen: unknown[] = [];
    turnout.subscribe(() => seen.push(turnout.snapshot().flags.greeting?.value));
    const done = turnout.identify({ userId: "eve" });
    expect(turnout.getFlag("greeting", "")).toBe("hello ada");
    await done;
    expect(turnout.getFlag("greeting", "")).toBe("hello eve");
    expect(seen).toEqual(["hello eve"]);
  });

  test("that is the same asks nothing", async () => {
    const turnout = await start();
    await turnout.identify({ userId: "ada" });
    expect(server.asked("/api/v1/evaluate")).toHaveLength(1);
  });

  test("overtaking answers of the former one do not count", async () => {
    const turnout = await start();
    let release = () => {};
    server.fault = { path: "evaluate", respond: () => new Promise((resolve) => {
      release = () => resolve(Response.json({ version: 9, ...answer({ greeting: "late" }) }));
    }) };
    turnout.identify({ userId: "slow" });
    await settle();
    server.fault = undefined;
    await turnout.identify({ userId: "eve" });
    release();
    await settle();
    expect(turnout.getFlag("greeting", "")).toBe("hello eve");
  });

  test("an exposure logged while the new answer is awaited names the unit that met it", async () => {
    const turnout = await start();
    const done = turnout.identify({ userId: "eve" });
    turnout.logExposure("onboarding");
    await done;
    turnout.logExposure("onboarding");
    await turnout.flush();
    expect(server.sent("experiment_viewed").map(({ user_id, properties }) => [user_id, properties.variant])).toEqual([["ada", "a"], ["eve", "b"]]);
  });

  test("signing in keeps the visitor id", async () => {
    const turnout = await start({ context: {} });
    await turnout.identify({ userId: "eve" });
    const [before, after] = server.contexts();
    expect(before?.visitor_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(after).toEqual({ user_id: "eve", visitor_id: before?.visitor_id });
  });
});

describe("a scope", () => {
  beforeEach(() => {
    server.reply = ({ team_id, user_id }) => answer({}, { dashboard: team_id === 7 ? "grid" : `list-${user_id}` });
  });

  test("answers for the client's context with members replaced, in one request for all its readers", async () => {
    const turnout = await start();
    const team = turnout.scope({ teamId: 7 });
    expect(turnout.scope({ teamId: 7 })).toBe(team);
    team.subscribe(() => {});
    team.subscribe(() => {});
    await settle();
    expect(team.snapshot().experiments.dashboard).toBe("grid");
    expect(server.contexts()[1]).toMatchObject({ user_id: "ada", team_id: 7 });
    expect(server.asked("/api/v1/evaluate")).toHaveLength(2);
  });

  test("with what the client's context says anyway is the client's own evaluation", async () => {
    const turnout = await start();
    expect(turnout.scope({ userId: "ada" }).snapshot()).toBe(turnout.snapshot());
    turnout.scope({ userId: "ada" }).subscribe(() => {});
    await settle();
    expect(server.asked("/api/v1/evaluate")).toHaveLength(1);
  });

  test("nobody listens to is never asked for", async () => {
    const turnout = await start();
    turnout.scope({ teamId: 7 });
    server.publish(() => answer());
    await settle();
    expect(server.contexts().filter((context) => context.team_id)).toEqual([]);
  });

  test("follows its client to another user", async () => {
    const turnout = await start();
    const other = turnout.scope({ teamId: 8 });
    other.subscribe(() => {});
    await turnout.identify({ userId: "eve" });
    expect(other.snapshot().experiments.dashboard).toBe("list-eve");
  });

  test("logs exposures and conversions of its own unit", async () => {
    const turnout = await start();
    const team = turnout.scope({ teamId: 7 });
    team.subscribe(() => {});
    await settle();
    team.getVariant("dashboard");
    team.trackExperimentConversion("dashboard", "grid", "deterministic", { conversionEvent: "opened" });
    await turnout.flush();
    expect([...server.events.values()].map(({ team_id }) => team_id)).toEqual([7, 7]);
  });
});
