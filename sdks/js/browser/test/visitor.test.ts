import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answer, Clients, FakeServer, hide, newBrowser } from "../../test-support/fake-server.js";

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

const cookie = () => document.cookie.match(/turnout_visitor=([^;]*)/)?.[1];
const stored = () => JSON.parse(localStorage.getItem("turnout_visitor") ?? "null");
const anonymous = { context: {} };

describe("the visitor", () => {
  test("gets an id in localStorage and in a cookie of one year", async () => {
    const write = vi.spyOn(document, "cookie", "set");
    await start(anonymous);
    expect(stored()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(cookie()).toBe(stored());
    expect(write.mock.calls[0]?.[0]).toBe(`turnout_visitor=${stored()};path=/;max-age=31536000;SameSite=Lax;domain=;Secure`);
    write.mockRestore();
  });

  test("may be shared among subdomains", async () => {
    const write = vi.spyOn(document, "cookie", "set");
    await start({ ...anonymous, cookieDomain: ".shop.test" });
    expect(write.mock.calls[0]?.[0]).toContain(";domain=.shop.test");
    write.mockRestore();
  });

  test("is the same after a reload", async () => {
    await start(anonymous);
    const id = stored();
    await start(anonymous);
    expect(stored()).toBe(id);
    expect(server.contexts().map(({ visitor_id }) => visitor_id)).toEqual([id, id]);
  });

  test("whose cookie was cleared is restored from localStorage", async () => {
    await start(anonymous);
    const id = stored();
    document.cookie = "turnout_visitor=; path=/; max-age=0";
    expect(cookie()).toBeUndefined();
    await start(anonymous);
    expect(cookie()).toBe(id);
  });

  test("whose localStorage was cleared is restored from the cookie", async () => {
    await start(anonymous);
    const id = stored();
    localStorage.clear();
    await start(anonymous);
    expect(stored()).toBe(id);
  });

  test("known to the server that rendered the page goes first", async () => {
    localStorage.setItem("turnout_visitor", '"from-storage"');
    document.cookie = "turnout_visitor=from-cookie; path=/";
    await start(anonymous);
    expect(server.contexts()[0]?.visitor_id).toBe("from-cookie");
    expect(stored()).toBe("from-cookie");
  });

  test("with a cookie of nonsense is a new one", async () => {
    document.cookie = "turnout_visitor=%0a<script>; path=/";
    await start(anonymous);
    expect(server.contexts()[0]?.visitor_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(cookie()).toBe(stored());
  });

  test("whom the page knows keeps the page's id", async () => {
    await start({ context: { visitorId: "page-1" } });
    expect([stored(), cookie(), server.contexts()[0]?.visitor_id]).toEqual(["page-1", "page-1", "page-1"]);
  });
});

describe("before consent", () => {
  test("nothing is stored and no visitor exists", async () => {
    server.reply = () => answer({}, { pricing: "b" });
    const turnout = await start({ consent: false });
    turnout.getVariant("pricing");
    await vi.advanceTimersByTimeAsync(500);
    expect(server.contexts()).toEqual([{ user_id: "ada" }]);
    expect(server.sent("experiment_viewed")[0]).not.toHaveProperty("visitor_id");
    expect([localStorage.length, sessionStorage.length, document.cookie]).toEqual([0, 0, ""]);
  });

  test("an anonymous page still has flags, and its events, of no unit, go nowhere", async () => {
    server.reply = () => answer({ theme: "dark" });
    const turnout = await start({ consent: false, context: {} });
    expect(turnout.getFlag("theme", "light")).toBe("dark");
    turnout.track("opened");
    await turnout.flush();
    expect(server.asked("/api/v1/events")).toEqual([]);
  });

  test("comes a visitor once it is given", async () => {
    server.reply = ({ visitor_id }) => answer({}, visitor_id ? { hero: "bold" } : {});
    const turnout = await start({ consent: false, context: {} });
    await turnout.setConsent(true);
    expect(turnout.getVariant("hero")).toBe("bold");
    expect(cookie()).toBe(stored());
    expect(cookie()).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("comes nothing back once it is withdrawn", async () => {
    server.reply = ({ visitor_id }) => answer({}, visitor_id ? { hero: "bold" } : {});
    const turnout = await start({ context: {} });
    turnout.getVariant("hero");
    await turnout.setConsent(false);
    expect([localStorage.length, document.cookie]).toEqual([0, ""]);
    expect(turnout.getVariant("hero")).toBeNull();
    expect(server.contexts()[1]).toEqual({});
  });
});
