import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TurnoutEvent } from "@turnout/browser";
import { openChromium } from "./chromium.js";
import { until } from "./processes.js";
import { Site } from "./site.js";
import { TurnoutServer } from "./turnout.js";

const server = new TurnoutServer();
const site = new Site();
let chromium: Browser;
let clientKey: string;
let browser: BrowserContext; // one person's browser: its own cookies and storage
let sent: TurnoutEvent[];
let streams: number;

beforeAll(async () => {
  [chromium] = await Promise.all([openChromium(), server.start(), site.start()]);
  clientKey = await server.clientKey();
  await server.launch({ key: "landing-hero", unit: "visitor", variants: ["control", "bold"] });
  await server.launch({ key: "coin", unit: "visitor", assignment: "random", variants: ["heads", "tails"] });
  for (const [key, event] of [["purchases", "purchase"], ["choices", "plan_chosen"]])
    await server.admin("PUT", `/metrics/${key}`, { key, event, type: "proportion", window_days: 7, goal: "increase" });
  await server.launch({ key: "company-plans", unit: "company", variants: ["control", "cheap"], metrics: ["purchases", "choices"] });
  await server.launch({ key: "upgrade-button", unit: "user", variants: ["control", "urgent"] });
}, 120_000);

afterAll(async () => {
  await chromium?.close();
  await site.stop();
  await server.remove();
});

beforeEach(async () => {
  await setTheme("dark");
  browser = await chromium.newContext();
  sent = [];
  streams = 0;
  browser.on("response", (response) => {
    if (response.url().includes("/sdk/v1/stream?") && response.ok()) streams++;
  });
  browser.on("request", (request) => {
    if (request.url().includes("/api/v1/events")) sent.push(...JSON.parse(request.postData()!).events);
  });
});

afterEach(() => browser.close());

const setTheme = (value: string) => server.admin("PUT", "/flags/theme", {
  key: "theme", type: "string", enabled: true, variants: [{ key: "on", value }, { key: "off", value: "light" }], off_variant: "off",
});

const open = async (settings = ""): Promise<Page> => {
  const page = await browser.newPage();
  await page.goto(`${site.url}/?turnout=${encodeURIComponent(server.url)}&key=${clientKey}${settings}`);
  await page.waitForSelector("h1");
  return page;
};
const loaded = async (settings = ""): Promise<Page> => {
  const page = await open(settings);
  await page.waitForFunction(() => document.querySelector("#loading")?.textContent === "false");
  return page;
};
const hero = (page: Page) => page.textContent("h1");
const theme = (page: Page) => page.textContent("#theme");
const upgrade = (page: Page) => page.textContent("#upgrade");
const visitorCookie = async () => (await browser.cookies()).find(({ name }) => name === "turnout_visitor");
const exposures = (slug: string) => sent.filter(({ event, properties }) => event === "experiment_viewed" && properties.experiment_slug === slug);
/** The distinct events of an experiment that have reached the server for good. */
const settled = (slug: string) => until(() => exposures(slug).length > 0 && exposures(slug));

describe("a visitor", () => {
  test("gets a variant at the first visit, and an id in a cookie of one year", async () => {
    const page = await loaded();
    expect(["control", "bold"]).toContain(await hero(page));
    const cookie = await visitorCookie();
    expect(cookie).toMatchObject({ sameSite: "Lax", httpOnly: false, path: "/" });
    expect(cookie!.expires - Date.now() / 1000).toBeGreaterThan(364 * 86_400);
    expect(await page.evaluate(() => JSON.parse(localStorage.getItem("turnout_visitor")!))).toBe(cookie!.value);
  });

  test("has the same variant after a reload, which counts no second exposure", async () => {
    const page = await loaded();
    const first = await hero(page);
    const [exposure] = await settled("landing-hero");
    await page.reload();
    await page.waitForFunction(() => document.querySelector("#loading")?.textContent === "false");
    expect(await hero(page)).toBe(first);
    await page.evaluate(() => window.turnout.flush());
    expect(new Set(exposures("landing-hero").map(({ id }) => id))).toEqual(new Set([exposure!.id]));
  });

  test("is the same in a second tab", async () => {
    const first = await loaded();
    const second = await loaded();
    expect(await hero(second)).toBe(await hero(first));
    expect(await second.evaluate(() => localStorage.getItem("turnout_visitor"))).toBe(await first.evaluate(() => localStorage.getItem("turnout_visitor")));
  });

  test.each(["the cookie", "localStorage"])("stays who it is when %s is cleared", async (what) => {
    const page = await loaded();
    const before = (await visitorCookie())!.value;
    if (what === "the cookie") await browser.clearCookies();
    else await page.evaluate(() => localStorage.clear());
    await loaded();
    expect((await visitorCookie())?.value).toBe(before);
    expect(await page.evaluate(() => JSON.parse(localStorage.getItem("turnout_visitor")!))).toBe(before);
  });

  test("keeps the visitor's variant at sign-in, and gets the user's", async () => {
    const page = await loaded();
    const before = await hero(page);
    expect(await upgrade(page)).toBe("none");
    await page.click("#sign-in");
    await page.waitForFunction(() => ["control", "urgent"].includes(document.querySelector("#upgrade")!.textContent!));
    expect(await hero(page)).toBe(before);
    const [exposure] = await settled("upgrade-button");
    expect(exposure).toMatchObject({ user_id: "ada", visitor_id: (await visitorCookie())!.value });
  });

  test("does not exist before consent", async () => {
    const page = await loaded("&consent=no");
    expect(await hero(page)).toBe("none");
    expect(await theme(page)).toBe("dark");
    expect(await browser.cookies()).toEqual([]);
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
    await page.evaluate(() => window.turnout.setConsent(true));
    await page.waitForFunction(() => document.querySelector("h1")!.textContent !== "none");
    expect(await visitorCookie()).toBeDefined();
  });
});

test("a variant drawn at random is kept, and is new only once", async () => {
  const coin = (page: Page) => page.evaluate(() => {
    const { experiments, assignments } = window.turnout.snapshot();
    return [experiments["coin"], assignments["coin"]?.assignment_type, assignments["coin"]?.is_new] as const;
  });
  const page = await loaded();
  const [variant, type, isNew] = await coin(page);
  expect(["heads", "tails"]).toContain(variant);
  expect([type, isNew]).toEqual(["random", true]);
  // What was stored says "new" still: only the server knows better.
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#loading")?.textContent === "false");
  expect(await coin(page)).toEqual([variant, "random", false]);
});

describe("exposures", () => {
  test("of two experiments on one page are one event each, under StrictMode too", async () => {
    const page = await loaded();
    await page.click("#sign-in");
    await settled("upgrade-button");
    await page.evaluate(() => window.turnout.flush());
    const ids = (slug: string) => new Set(exposures(slug).filter(({ user_id }) => slug === "landing-hero" ? !user_id : true).map(({ id }) => id)).size;
    expect([ids("landing-hero"), ids("upgrade-button")]).toEqual([1, 1]);
  });

  test("are kept by a tab that is closed at once", async () => {
    const page = await loaded();
    await page.waitForFunction((name) => JSON.parse(localStorage.getItem(name) ?? "[]").length > 0 || sessionStorage.length > 0, `turnout.2.${clientKey}.events`);
    const waiting = await page.evaluate((name) => JSON.parse(localStorage.getItem(name) ?? "[]"), `turnout.2.${clientKey}.events`) as TurnoutEvent[];
    await page.close({ runBeforeUnload: false });
    const events = waiting.length ? waiting : await settled("landing-hero");
    await until(async () => (await server.resend(clientKey, events)).accepted === 0);
    expect((await server.resend(clientKey, events))).toEqual({ accepted: 0, duplicates: events.length });
  });

  test("and conversions are accepted by the server", async () => {
    const answers: Promise<Record<string, unknown>>[] = [];
    browser.on("response", (response) => {
      // A page that went away has no answer left to read.
      if (response.url().includes("/api/v1/events")) answers.push(response.json().catch(() => ({})));
    });
    const page = await loaded();
    await page.click("#sign-in");
    await page.waitForFunction(() => ["control", "urgent"].includes(document.querySelector("#upgrade")!.textContent!));
    await page.click("#upgrade");
    await page.evaluate(() => window.turnout.flush());
    await until(() => page.evaluate((name) => localStorage.getItem(name) === "[]", `turnout.2.${clientKey}.events`));
    expect(await page.evaluate(() => window.errors)).toEqual([]);
    expect((await Promise.all(answers)).flatMap(({ refused }) => refused ?? [])).toEqual([]);
    const conversions = sent.filter(({ event }) => event === "experiment_conversion");
    expect(await server.resend(clientKey, conversions)).toEqual({ accepted: 0, duplicates: conversions.length });
  });
});

test("an experiment over companies counts companies: their exposures, conversions and purchases", async () => {
  const shown: Record<string, Set<string>> = { control: new Set(), cheap: new Set() };
  const visit = async (company: string, buys: boolean) => {
    const own = await chromium.newContext(); // another person, another visitor
    const page = await own.newPage();
    await page.goto(`${site.url}/?turnout=${encodeURIComponent(server.url)}&key=${clientKey}&company=${company}`);
    await page.waitForFunction(() => ["control", "cheap"].includes(document.querySelector("#plans")!.textContent!));
    shown[(await page.textContent("#plans"))!]!.add(company);
    if (buys) {
      await page.click("#plans");
      await page.evaluate(() => window.turnout.track("purchase", { value: 5 }));
    }
    await page.evaluate(() => window.turnout.flush());
    await until(() => page.evaluate((name) => localStorage.getItem(name) === "[]", `turnout.2.${clientKey}.events`));
    expect(await page.evaluate(() => window.errors)).toEqual([]);
    await own.close();
  };
  for (const company of ["acme", "umbrella", "acme"]) await visit(company, true);
  await visit("hooli", false);

  const { variants, metrics } = await server.admin<{
    variants: { key: string; units: number }[];
    metrics: { key: string; variants: { key: string; units: number; total: number }[] }[];
  }>("GET", "/experiments/company-plans/results");
  const companies = (variant: string) => [...shown[variant]!];
  expect(variants.map(({ key, units }) => [key, units])).toEqual(["control", "cheap"].map((key) => [key, companies(key).length]));
  expect(metrics.map(({ key }) => key).sort()).toEqual(["choices", "purchases"]);
  for (const metric of metrics) {
    expect(metric.variants.map(({ key, units, total }) => [key, units, total])).toEqual(
      ["control", "cheap"].map((key) => [key, companies(key).length, companies(key).filter((company) => company !== "hooli").length]));
  }
});

test("events that the server does not keep are told to the page", async () => {
  // Something in between that mixes up two people's answers.
  await browser.route("**/api/v1/evaluate", async (route) => {
    const answer = await route.fetch();
    const body = await answer.text();
    await route.fulfill({ response: answer, body: body.replace(/"landing-hero":"(control|bold)"/, (_, own) => `"landing-hero":"${own === "bold" ? "control" : "bold"}"`) });
  });
  const page = await loaded();
  await page.waitForFunction(() => window.errors.length > 0);
  expect(await page.evaluate(() => window.errors)).toMatchObject([
    { accepted: 0, refused: [{ index: 0, id: exposures("landing-hero")[0]!.id, code: "variant_mismatch", detail: expect.stringContaining("landing-hero") }] },
  ]);
});

describe("a change", () => {
  test("reaches an open page in less than a second", async () => {
    const page = await loaded();
    expect(await theme(page)).toBe("dark");
    await until(() => streams > 0);
    const tookMs: number[] = [];
    for (const next of ["red", "green", "blue"]) {
      const changed = page.waitForFunction((value) => document.querySelector("#theme")!.textContent === value, next, { timeout: 5_000 });
      await setTheme(next);
      const acknowledged = performance.now();
      await changed;
      tookMs.push(performance.now() - acknowledged);
    }
    console.log(`changes were on the page ${tookMs.map(Math.round).join(", ")} ms after their writes were acknowledged`);
    // The best of three: what else the machine does must not fail this.
    expect(Math.min(...tookMs)).toBeLessThan(1_000);
  });

  test("reaches all open tabs", async () => {
    const pages = [await loaded(), await loaded()];
    await setTheme("blue");
    for (const page of pages) await page.waitForFunction(() => document.querySelector("#theme")!.textContent === "blue", undefined, { timeout: 5_000 });
  });

  test("made while the page was away is shown when it starts, from the network", async () => {
    await (await loaded()).close();
    await setTheme("blue");
    const page = await open();
    await page.waitForFunction(() => document.querySelector("#theme")!.textContent === "blue");
  });
});

describe("without the server", () => {
  const cutOff = () => browser.route(`${server.url}/**`, (route) => route.abort("connectionrefused"));

  test("a page starts from what it knew", async () => {
    const first = await loaded();
    const variant = await hero(first);
    await settled("landing-hero");
    await first.close();
    await cutOff();
    const page = await loaded();
    expect([await theme(page), await hero(page)]).toEqual(["dark", variant]);
    expect(await page.evaluate(() => window.errors.length)).toBeGreaterThan(0);
  });

  test("a page that knew nothing shows its fallbacks, and is right once the server is back", async () => {
    await cutOff();
    const page = await loaded();
    expect([await theme(page), await hero(page)]).toEqual(["light", "none"]);
    await browser.unroute(`${server.url}/**`);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.waitForFunction(() => document.querySelector("#theme")!.textContent === "dark");
  });

  test("a page goes on, and hears of changes again after the server's restart", async () => {
    const page = await loaded();
    await server.stop();
    expect(await theme(page)).toBe("dark");
    await server.start();
    await setTheme("blue");
    await page.waitForFunction(() => document.querySelector("#theme")!.textContent === "blue", undefined, { timeout: 31_000 });
  }, 60_000);

  test("events wait, and arrive once it is back", async () => {
    const page = await loaded();
    await settled("landing-hero");
    await cutOff();
    await page.evaluate(() => window.turnout.track("purchase", { value: 12 }));
    await page.evaluate(() => window.turnout.flush());
    const waiting = await page.evaluate((name) => JSON.parse(localStorage.getItem(name)!), `turnout.2.${clientKey}.events`) as TurnoutEvent[];
    expect(waiting.map(({ event }) => event)).toContain("purchase");
    await browser.unroute(`${server.url}/**`);
    await page.reload();
    await until(() => page.evaluate((name) => localStorage.getItem(name) === "[]", `turnout.2.${clientKey}.events`));
    expect(await server.resend(clientKey, waiting)).toEqual({ accepted: 0, duplicates: waiting.length });
  });
});

test("a wrong key is said plainly", async () => {
  const page = await browser.newPage();
  await page.goto(`${site.url}/?turnout=${encodeURIComponent(server.url)}&key=wrong`);
  await page.waitForFunction(() => window.errors?.length > 1);
  expect(await page.evaluate(() => window.errors.slice(0, 2))).toEqual(
    expect.arrayContaining([`401 ${server.url}/api/v1/evaluate`, `401 ${server.url}/sdk/v1/stream/token`]));
});
