import { OFREPProvider } from "@openfeature/ofrep-provider";
import { ErrorCode, OpenFeature, type Client, type EvaluationContext } from "@openfeature/server-sdk";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { withTracking } from "@turnout/openfeature";
import { expectAnswer } from "./ofrep/protocol.js";
import { counted, prepareFlags, setGreeting } from "./openfeature-flags.js";
import { TurnoutServer } from "./turnout.js";

const server = new TurnoutServer();
let key: string;
let client: Client;
const ada: EvaluationContext = { targetingKey: "ada", plan: "free" };

const violations: unknown[] = [];
/** `fetch`, with each answer held against the protocol's document. */
const checked: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  await expectAnswer(new URL(input instanceof Request ? input.url : input).pathname, response.clone()).catch((violation) => violations.push(violation));
  return response;
};
const stock = (headers: [string, string][]) => new OFREPProvider({ baseUrl: server.url, headers, fetchImplementation: checked });
const clientOf = async (domain: string, headers: [string, string][]): Promise<Client> => {
  await OpenFeature.setProviderAndWait(domain, stock(headers));
  return OpenFeature.getClient(domain);
};

beforeAll(async () => {
  await server.start();
  await prepareFlags(server);
  key = (await server.admin<{ key: string }>("POST", "/keys", { kind: "server", name: "openfeature" })).key;
  client = await clientOf("stock", [["Authorization", `Bearer ${key}`]]);
}, 120_000);

afterAll(async () => {
  await OpenFeature.close();
  await server.remove();
});

// Afterwards: the provider makes an error of its own of whatever its fetch throws.
afterEach(() => expect(violations).toEqual([]));

describe("OpenFeature's own server SDK and OFREP provider", () => {
  test("get values of each type, with variant, reason and metadata", async () => {
    expect(await client.getStringDetails("greeting", "default", ada)).toMatchObject({
      value: "hello", variant: "on", reason: "STATIC", flagMetadata: { flagSetId: "production", contextId: "ada", version: expect.any(String) },
    });
    expect(await client.getNumberValue("seats", 1, ada)).toBe(12.5);
    expect(await client.getObjectValue("limits", {}, ada)).toEqual({ a: [1, 2], deep: { b: null } });
    expect(await client.getBooleanDetails("checkout", false, ada)).toMatchObject({
      reason: "SPLIT", flagMetadata: { experiment: "new-checkout", experimentUnit: "user", experimentVariant: expect.stringMatching(/^(control|new)$/) },
    });
  });

  test("get another answer for another context", async () => {
    expect(await client.getBooleanDetails("pro-only", false, ada)).toMatchObject({ value: false });
    expect(await client.getBooleanDetails("pro-only", false, { ...ada, plan: "pro" })).toMatchObject({ value: true });
  });

  test("see a change in less than a second", async () => {
    await setGreeting(server, "changed");
    const acknowledged = performance.now();
    expect(await client.getStringValue("greeting", "default", ada)).toBe("changed");
    expect(performance.now() - acknowledged).toBeLessThan(1_000);
    await setGreeting(server, "hello");
  });

  test("keep the code's default for flags that are off, are not there, or lack the targeting key", async () => {
    expect(await client.getBooleanValue("switched-off", true, ada)).toBe(true);
    expect(await client.getBooleanDetails("nothing", true, ada)).toMatchObject({ value: true, errorCode: ErrorCode.FLAG_NOT_FOUND });
    expect(await client.getBooleanDetails("half", true, { plan: "pro" })).toMatchObject({ value: true, errorCode: ErrorCode.TARGETING_KEY_MISSING });
    expect(await client.getStringDetails("seats", "default", ada)).toMatchObject({ value: "default", errorCode: ErrorCode.TYPE_MISMATCH });
  });

  test("may show their key in either header", async () => {
    const other = await clientOf("x-api-key", [["X-API-Key", key]]);
    expect(await other.getStringValue("greeting", "default", ada)).toBe("hello");
  });

  test("keep the code's default with a key that is none", async () => {
    const stranger = await clientOf("stranger", [["X-API-Key", "nonsense"]]);
    expect(await stranger.getStringDetails("greeting", "default", ada)).toMatchObject({ value: "default", errorCode: ErrorCode.GENERAL });
  });

  test("go on where they were after the server's restart", async () => {
    await server.stop();
    expect(await client.getStringDetails("greeting", "default", ada)).toMatchObject({ value: "default", reason: "ERROR" });
    await server.start();
    expect(await client.getStringValue("greeting", "default", ada)).toBe("hello");
  });
});

test("an answer that is not the protocol's would be noticed", async () => {
  const answers = [Response.json({ key: "f", value: true }), Response.json({ key: "f", value: [], reason: "STATIC" }), Response.json({ flags: [] }, { status: 418 })];
  for (const answer of answers) await expect(expectAnswer("/ofrep/v1/evaluate/flags/f", answer)).rejects.toThrow();
});

test("with tracking they feed an experiment, without any SDK of ours", async () => {
  await OpenFeature.setProviderAndWait("tracked", withTracking(stock([["X-API-Key", key]]), { url: server.url, key }));
  const tracked = OpenFeature.getClient("tracked");
  for (const targetingKey of ["u1", "u2", "u3", "u1"]) {
    await tracked.getBooleanValue("checkout", false, { targetingKey });
    tracked.track("purchase", { targetingKey }, { value: 10 });
  }
  await OpenFeature.clearProviders(); // closes the provider, which sends what waits
  await expect.poll(() => counted(server)).toEqual({ units: 3, exposures: 3, purchases: 40 });
});
