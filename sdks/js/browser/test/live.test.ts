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

describe("live updates", () => {
  test("a change is fetched as soon as the stream tells of it", async () => {
    const turnout = await start();
    server.publish(() => answer({ theme: "dark" }));
    await settle();
    expect(turnout.getFlag("theme", "light")).toBe("dark");
  });

  test("the notice of the version that is known asks nothing", async () => {
    await start();
    for (const stream of server.streams) stream.notify();
    await settle();
    expect(server.asked("/api/v1/evaluate")).toHaveLength(1);
  });

  test("the address of the stream holds a token, never the key", async () => {
    await start();
    const [stream] = server.streams;
    expect(stream?.address).toBe(`${url}/sdk/v1/stream?token=token-1`);
    expect(stream?.address).not.toContain(clientKey);
  });

  test("a stream that breaks is opened again with a new token, and what was missed is fetched", async () => {
    const turnout = await start();
    const [stream] = server.streams;
    stream!.fail();
    server.publish(() => answer({ theme: "dark" }));
    await vi.advanceTimersByTimeAsync(25_000);
    expect([...server.streams].map(({ address }) => address)).toEqual([`${url}/sdk/v1/stream?token=token-2`]);
    expect(turnout.getFlag("theme", "light")).toBe("dark");
  });

  test.each(["no EventSource", "no stream", "a stream that says nothing"])("with %s a change is polled within 30 s", async (trouble) => {
    if (trouble === "no EventSource") vi.stubGlobal("EventSource", undefined);
    if (trouble === "no stream") server.fault = { path: "stream", respond: () => new Response("", { status: 404 }) };
    server.streaming = trouble !== "a stream that says nothing";
    const turnout = await start();
    await vi.advanceTimersByTimeAsync(100_000);
    server.version++;
    server.reply = () => answer({ theme: "dark" });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(turnout.getFlag("theme", "light")).toBe("dark");
  });

  test("polling is gentle", async () => {
    server.fault = { path: "stream", respond: () => new Response("", { status: 404 }) };
    await start();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(server.asked("/api/v1/evaluate").length).toBeLessThan(100);
  });

  test("a server that lags behind the notice is asked once more", async () => {
    const turnout = await start();
    server.version = 2;
    server.fault = { path: "evaluate", respond: () => Response.json({ version: 1, ...answer() }) };
    for (const stream of server.streams) stream.notify();
    await settle();
    server.fault = undefined;
    server.reply = () => answer({ theme: "dark" });
    await vi.advanceTimersByTimeAsync(500);
    expect(turnout.getFlag("theme", "light")).toBe("dark");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.asked("/api/v1/evaluate")).toHaveLength(3);
  });

  test("a hidden page holds no stream, and catches up when it is seen again", async () => {
    const turnout = await start();
    hide(true);
    expect(server.streams.size).toBe(0);
    server.publish(() => answer({ theme: "dark" }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(turnout.getFlag("theme", "light")).toBe("light");
    hide(false);
    await settle();
    expect(turnout.getFlag("theme", "light")).toBe("dark");
    expect(server.streams.size).toBe(1);
  });

  test("a network that comes back is used at once", async () => {
    const turnout = await start();
    server.reply = () => answer({ theme: "dark" });
    dispatchEvent(new Event("online"));
    await settle();
    expect(turnout.getFlag("theme", "light")).toBe("dark");
  });

  test("a change reaches the scopes that someone reads", async () => {
    const turnout = await start();
    const team = turnout.scope({ teamId: 7 });
    team.subscribe(() => {});
    await settle();
    server.publish(({ team_id }) => answer({}, { layout: `for-${team_id}` }));
    await settle();
    expect(team.snapshot().experiments.layout).toBe("for-7");
  });

  test("there are none where they are switched off", async () => {
    await start({ live: false });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.requests.map(({ path }) => path)).toEqual(["/api/v1/evaluate"]);
  });

  test("nothing is heard, asked or polled after the stop", async () => {
    const turnout = await start();
    clients.stop();
    const before = server.requests.length;
    expect(server.streams.size).toBe(0);
    server.publish(() => answer({ theme: "dark" }));
    hide(true);
    hide(false);
    dispatchEvent(new Event("online"));
    turnout.track("opened");
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.requests.length).toBe(before);
  });

  test("a start right after a stop asks no second time", async () => {
    const turnout = await start({ live: false });
    clients.stop();
    const stop = turnout.start();
    await settle();
    stop();
    expect(server.asked("/api/v1/evaluate")).toHaveLength(1);
  });
});
