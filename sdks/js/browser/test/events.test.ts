import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
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

describe("exposures", () => {
  beforeEach(() => {
    server.reply = ({ user_id }) => ({
      ...answer({}, { pricing: "b", hero: user_id === "eve" ? "bold" : "control" }),
      flags: { "new-ui": { value: true, variant: "on", reason: "SPLIT", experiment: "pricing" }, plain: { value: true, variant: "on", reason: "DEFAULT" } },
    });
  });

  test("are sent with the unit, the variant and the assignment type", async () => {
    const turnout = await start({ context: { userId: "ada", teamId: 7 } });
    turnout.getVariant("pricing");
    await vi.advanceTimersByTimeAsync(500);
    expect(server.sent("experiment_viewed")).toEqual([{
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
      event: "experiment_viewed", timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      user_id: "ada", team_id: 7, visitor_id: server.contexts()[0]?.visitor_id,
      properties: { experiment_slug: "pricing", variant: "b", assignment_type: "deterministic" },
    }]);
  });

  test("happen once per unit and variant, however often the variant is read", async () => {
    const turnout = await start();
    for (let i = 0; i < 3; i++) turnout.getVariant("pricing");
    turnout.logExposure("pricing");
    await turnout.flush();
    expect(server.sent("experiment_viewed")).toHaveLength(1);
  });

  test("happen once per session, over reloads of the page", async () => {
    (await start()).getVariant("pricing");
    (await start()).getVariant("pricing");
    sessionStorage.clear();
    const later = await start();
    later.getVariant("pricing");
    await later.flush();
    expect(server.sent("experiment_viewed")).toHaveLength(2);
  });

  test("happen again for another unit, and not for another attribute", async () => {
    const turnout = await start({ context: { userId: "ada", plan: "free" } });
    turnout.getVariant("hero");
    await turnout.identify({ userId: "ada", plan: "pro" });
    turnout.getVariant("hero");
    await turnout.identify({ userId: "eve", plan: "pro" });
    turnout.getVariant("hero");
    await turnout.flush();
    expect(server.sent("experiment_viewed").map(({ user_id, properties }) => [user_id, properties.variant])).toEqual([["ada", "control"], ["eve", "bold"]]);
  });

  test("follow from a flag that an experiment decides, not from any other", async () => {
    const turnout = await start();
    turnout.getFlag("plain");
    turnout.getAllFlags();
    turnout.snapshot();
    await turnout.flush();
    expect(server.events.size).toBe(0);
    turnout.getFlag("new-ui");
    await turnout.flush();
    expect(server.sent("experiment_viewed").map(({ properties }) => properties.experiment_slug)).toEqual(["pricing"]);
  });

  test("do not exist outside of the experiment", async () => {
    const turnout = await start();
    turnout.logExposure("unknown");
    await turnout.flush();
    expect(server.events.size).toBe(0);
  });
});

describe("an experiment whose unit is an attribute", () => {
  beforeEach(() => {
    server.reply = ({ company }) => answer({}, company ? { plans: "b", hero: "bold" } : { hero: "bold" }, { plans: "company" });
  });

  test("has that attribute in its exposures, its conversions and the metric events", async () => {
    const turnout = await start({ context: { userId: "ada", company: "acme", country: "at" } });
    turnout.getVariant("plans");
    turnout.trackExperimentConversion("plans", "b", "deterministic", { conversionEvent: "upgraded" });
    turnout.track("purchase", { value: 12, currency: "EUR" });
    await turnout.flush();
    expect([...server.events.values()].map(({ properties }) => properties)).toEqual([
      { experiment_slug: "plans", variant: "b", assignment_type: "deterministic", company: "acme" },
      { experiment_slug: "plans", variant: "b", assignment_type: "deterministic", conversion_event: "upgraded", company: "acme" },
      { currency: "EUR", company: "acme" },
    ]);
  });

  test("needs no other unit: not even a visitor", async () => {
    const turnout = await start({ consent: false, context: { company: 7 } });
    turnout.getVariant("plans");
    await turnout.flush();
    expect(server.sent("experiment_viewed")).toMatchObject([{ properties: { experiment_slug: "plans", company: 7 } }]);
  });

  test("counts an exposure for each of its units, and none again for another of the others", async () => {
    const turnout = await start({ context: { userId: "ada", company: "acme" } });
    for (const [userId, company] of [["ada", "acme"], ["ada", "umbrella"], ["eve", "umbrella"]] as const) {
      await turnout.identify({ userId, company });
      turnout.getVariant("plans");
      turnout.getVariant("hero");
    }
    await turnout.flush();
    expect(server.sent("experiment_viewed").map(({ user_id, properties }) => [properties.experiment_slug, user_id, properties.company])).toEqual([
      ["plans", "ada", "acme"], ["hero", "ada", "acme"], ["plans", "ada", "umbrella"], ["hero", "eve", "umbrella"],
    ]);
  });
});

describe("events", () => {
  test("a conversion has the exposure's fields and its own name", async () => {
    const turnout = await start();
    turnout.trackExperimentConversion("pricing", "b", "random", { conversionEvent: "billing_button_clicked", value: 12.5 });
    turnout.trackExperimentConversion("pricing", null, "random", { conversionEvent: "billing_button_clicked" });
    await turnout.flush();
    expect([...server.events.values()]).toEqual([expect.objectContaining({
      event: "experiment_conversion", value: 12.5, user_id: "ada",
      properties: { experiment_slug: "pricing", variant: "b", assignment_type: "random", conversion_event: "billing_button_clicked" },
    })]);
  });

  test("a metric event has a value and properties", async () => {
    const turnout = await start();
    turnout.track("purchase", { value: 49.9, currency: "INR" });
    turnout.track("opened");
    await turnout.flush();
    expect(server.sent("purchase")[0]).toMatchObject({ value: 49.9, properties: { currency: "INR" } });
    expect(server.sent("opened")[0]?.properties).toEqual({});
  });

  test("travel in one request without preflight: plain text, the key in the address", async () => {
    const turnout = await start();
    for (let i = 0; i < 5; i++) turnout.track("opened");
    await vi.advanceTimersByTimeAsync(500);
    const [request, ...more] = server.asked("/api/v1/events");
    expect(more).toEqual([]);
    expect(request?.path).toBe(`/api/v1/events?key=${clientKey}`);
    expect([...request!.headers]).toEqual([]);
    expect(server.sent("opened")).toHaveLength(5);
  });

  test("leave at once, in a request that outlives the page, when the page is hidden", async () => {
    const turnout = await start();
    turnout.track("opened");
    hide(true);
    await settle();
    expect(server.asked("/api/v1/events")[0]?.keepalive).toBe(true);
    expect(server.sent("opened")).toHaveLength(1);
  });

  test("of a page that was closed before they left are sent by the next one, once", async () => {
    const closed = await start();
    server.fault = { path: "events", respond: () => new Promise(() => {}) };
    closed.track("opened");
    hide(true);
    await settle();
    clients.stop();
    expect(server.events.size).toBe(0);
    server.fault = undefined;
    hide(false);
    await start();
    await vi.advanceTimersByTimeAsync(500);
    expect(server.sent("opened")).toHaveLength(1);
    await start();
    await vi.advanceTimersByTimeAsync(500);
    expect(server.duplicates).toBe(0);
  });

  test("survive a server that is down, and are sent with growing pauses", async () => {
    const turnout = await start({ live: false });
    server.fault = { path: "events", respond: () => new Response("", { status: 503 }) };
    turnout.track("opened");
    await vi.advanceTimersByTimeAsync(120_000);
    const tries = server.asked("/api/v1/events").length;
    expect(tries).toBeGreaterThan(4);
    expect(tries).toBeLessThan(12);
    server.fault = undefined;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sent("opened")).toHaveLength(1);
  });

  test("one that the server refuses takes no other with it", async () => {
    const turnout = await start();
    turnout.track("first");
    turnout.track("second", { bad: true });
    turnout.track("third");
    await vi.advanceTimersByTimeAsync(2_000);
    expect([...server.events.values()].map(({ event }) => event)).toEqual(["first", "third"]);
    expect(localStorage.getItem(`turnout.2.${clientKey}.events`)).toBe("[]");
  });

  test("that the server understands and does not keep are told to the page, and not sent again", async () => {
    const onError = vi.fn();
    const turnout = await start({ onError });
    server.refuse = ({ event }) => event === "second" ? "unit_missing" : undefined;
    for (const event of ["first", "second", "third"]) turnout.track(event);
    await turnout.flush();
    await turnout.flush();
    expect(onError.mock.calls).toEqual([[expect.objectContaining({
      accepted: 2, refused: [{ index: 1, id: expect.any(String), code: "unit_missing", detail: "For people." }],
    })]]);
    expect(server.asked("/api/v1/events")).toHaveLength(1);
  });

  test("stay until an answer can be read", async () => {
    const turnout = await start({ live: false });
    server.fault = { path: "events", respond: () => new Response("<html>Sign in to the network</html>") };
    turnout.track("opened");
    await turnout.flush();
    server.fault = undefined;
    await vi.advanceTimersByTimeAsync(25_000);
    expect(server.sent("opened")).toHaveLength(1);
  });

  test("beyond a thousand push out the oldest", async () => {
    server.fault = { path: "events", respond: () => new Response("", { status: 503 }) };
    const turnout = await start();
    for (let i = 0; i < 1003; i++) turnout.track(`event-${i}`);
    const waiting = JSON.parse(localStorage.getItem(`turnout.2.${clientKey}.events`)!);
    expect(waiting).toHaveLength(1000);
    expect(waiting[0].event).toBe("event-3");
  });

  test("carry the wish for privacy, and no tracker hears of them", async () => {
    Object.defineProperty(navigator, "globalPrivacyControl", { configurable: true, value: true });
    try {
      const tracker = vi.fn();
      const turnout = await start({ tracker });
      turnout.track("opened");
      await turnout.flush();
      expect(server.sent("opened")[0]?.properties).toEqual({ gpc: true });
      expect(tracker).not.toHaveBeenCalled();
    } finally {
      Reflect.deleteProperty(navigator, "globalPrivacyControl");
    }
  });

  test("go to the tracker as they are recorded", async () => {
    const tracker = vi.fn();
    (await start({ tracker })).track("opened");
    expect(tracker).toHaveBeenCalledWith(expect.objectContaining({ event: "opened", user_id: "ada" }));
  });
});

test("the address of the server may end in a slash", async () => {
  await start({ url: `${url}/` });
  expect(server.asked("/api/v1/evaluate")).toHaveLength(1);
});
