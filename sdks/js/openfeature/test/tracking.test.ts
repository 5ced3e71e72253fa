import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { withTracking, type TrackedContext, type TrackedEvent, type TrackingOptions } from "@turnout/openfeature";

const url = "https://flags.test";
let answer: (events: TrackedEvent[]) => Response | Promise<Response>;
let requests: { address: string; events: TrackedEvent[]; init: RequestInit }[];

const accepted = (events: TrackedEvent[]) => Response.json({ accepted: events.length, duplicates: 0 }, { status: 202 });
const ofExperiment = { flagMetadata: { experiment: "pricing", experimentVariant: "b", experimentUnit: "user" } };
const provided = (options: Partial<TrackingOptions> = {}) => withTracking({ metadata: { name: "stock" } }, { url, key: "a key", ...options });
const sent = () => requests.flatMap(({ events }) => events);

beforeEach(() => {
  vi.useFakeTimers();
  answer = accepted;
  requests = [];
  vi.stubGlobal("fetch", (address: string, init: RequestInit) => {
    const { events } = JSON.parse(String(init.body)) as { events: TrackedEvent[] };
    requests.push({ address, events, init });
    return answer(events);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(document, "hidden");
});

describe("track", () => {
  test("sends name, context and details, half a second later, without a preflight", async () => {
    const provider = provided();
    provider.track("purchase", { targetingKey: "ada", company: "acme" }, { value: 12, currency: "EUR" });
    provider.track("opened", { targetingKey: "ada" });
    await vi.advanceTimersByTimeAsync(500);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ address: `${url}/ofrep/v1/track?key=a%20key`, init: { method: "POST", headers: {} } });
    expect(JSON.parse(String(requests[0]!.init.body))).toMatchObject({ version: 1 });
    expect(sent()).toMatchObject([
      { name: "purchase", context: { targetingKey: "ada", company: "acme" }, details: { value: 12, currency: "EUR" } },
      { name: "opened", context: { targetingKey: "ada" }, details: {} },
    ]);
    expect(sent()[0]!.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8/);
  });

  test("leaves at once when the page is hidden, in a request that outlives it", async () => {
    const provider = provided();
    provider.track("opened", {});
    Object.defineProperty(document, "hidden", { configurable: true, value: true });
    document.dispatchEvent(new Event("visibilitychange"));
    expect(requests[0]?.init.keepalive).toBe(true);
  });

  test("keeps events while the server cannot be reached, and tries again", async () => {
    const onError = vi.fn();
    const provider = provided({ onError });
    answer = () => Promise.reject(new TypeError("no network"));
    provider.track("opened", {});
    await vi.advanceTimersByTimeAsync(500);
    answer = accepted;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(requests.map(({ events }) => events[0]!.id)).toEqual([sent()[0]!.id, sent()[0]!.id]);
    expect(onError.mock.calls).toEqual([[new TypeError("no network")]]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(2);
  });

  test("of an event that the server refuses takes no other with it", async () => {
    const onError = vi.fn();
    const provider = provided({ onError });
    answer = (events) => events.some(({ name }) => name === "bad") ? new Response("{}", { status: 400 }) : accepted(events);
    for (const name of ["first", "bad", "third"]) provider.track(name, {});
    await provider.flush();
    expect(requests.map(({ events }) => events.map(({ name }) => name))).toEqual([["first", "bad", "third"], ["first"], ["bad"], ["third"]]);
    expect(onError).toHaveBeenCalledTimes(1);
  });

  test("tells of events that the server does not keep", async () => {
    const onError = vi.fn();
    const refused = [{ index: 0, id: "x", code: "variant_mismatch", detail: "" }];
    answer = () => Response.json({ accepted: 0, duplicates: 0, refused }, { status: 202 });
    const provider = provided({ onError });
    provider.track("opened", {});
    await provider.flush();
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ refused }));
  });

  test("gives up the oldest beyond a thousand", async () => {
    const provider = provided();
    for (let i = 0; i < 1_003; i++) provider.track(`event-${i}`, {});
    await provider.flush();
    expect([sent().length, sent()[0]!.name]).toEqual([1_000, "event-3"]);
  });
});

describe("exposures", () => {
  const use = (provider: ReturnType<typeof provided>, context: TrackedContext, evaluation: object = ofExperiment) =>
    provider.hooks.forEach((hook) => hook.after({ context }, evaluation));

  test("follow from flags that an experiment decides, and from no others", async () => {
    const provider = provided();
    use(provider, { targetingKey: "ada" });
    use(provider, { targetingKey: "ada" }, { flagMetadata: { version: "7" } });
    use(provider, { targetingKey: "ada" }, {});
    await provider.flush();
    expect(sent()).toMatchObject([{ name: "experiment_viewed", context: { targetingKey: "ada" }, details: { experiment_slug: "pricing", variant: "b" } }]);
  });

  test("happen once for each unit", async () => {
    const provider = provided();
    for (const targetingKey of ["ada", "ada", "eve"]) use(provider, { targetingKey, plan: Math.random() });
    const ofCompany = { flagMetadata: { ...ofExperiment.flagMetadata, experimentUnit: "company" } };
    for (const company of ["acme", "umbrella", "acme"]) use(provider, { company }, ofCompany);
    await provider.flush();
    expect(sent().map(({ context: { targetingKey, company } }) => targetingKey ?? company)).toEqual(["ada", "eve", "acme", "umbrella"]);
  });

  test("can be left to the application", () => {
    expect(provided({ exposures: false }).hooks).toEqual([]);
  });
});

describe("the provider", () => {
  test("keeps its own hooks and is closed as ever, once what waits is sent", async () => {
    const order: string[] = [];
    class Stock {
      hooks = ["its own"];
      name = "stock";
      async onClose() {
        order.push(`closed ${this.name}`);
      }
    }
    const stock = new Stock();
    answer = (events) => {
      order.push("sent");
      return accepted(events);
    };
    const provider = withTracking(stock, { url, key: "k" });
    expect(provider).toBe(stock);
    expect(provider.hooks).toHaveLength(2);
    provider.track("opened", {});
    await provider.onClose();
    expect(order).toEqual(["sent", "closed stock"]);
  });

  test("on a server shows its key in a header", async () => {
    vi.stubGlobal("document", undefined);
    const provider = provided();
    provider.track("opened", {});
    await provider.flush();
    expect(requests[0]).toMatchObject({ address: `${url}/ofrep/v1/track`, init: { headers: { Authorization: "Bearer a key" } } });
  });
});
