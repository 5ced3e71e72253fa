import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TurnoutEvent } from "@turnout/browser";
import { openChromium } from "./chromium.js";
import { freePort, Program, until } from "./processes.js";
import { adminToken, TurnoutServer } from "./turnout.js";

const server = new TurnoutServer();
let shop: Program;
let shopUrl: string;
let chromium: Browser;
let browser: BrowserContext;
let sent: TurnoutEvent[];
let asked: string[];

beforeAll(async () => {
  await server.start();
  shopUrl = `http://127.0.0.1:${await freePort()}`;
  shop = new Program("Shop", "shop.dll", ["--urls", shopUrl], { TURNOUT_ADMIN_TOKEN: adminToken, Turnout__ServerUrl: server.url });
  await shop.start(async () => (await fetch(shopUrl)).ok && (await (await fetch(shopUrl)).text()).includes("landing-hero"));
  chromium = await openChromium();
}, 180_000);

afterAll(async () => {
  await chromium?.close();
  await shop?.stop();
  await server.remove();
});

const newBrowser = async (): Promise<BrowserContext> => {
  const opened = await chromium.newContext();
  opened.on("request", (request) => {
    asked.push(new URL(request.url()).pathname);
    if (request.url().includes("/api/v1/events")) sent.push(...JSON.parse(request.postData()!).events);
  });
  // Every text that a heading has ever had on the page.
  await opened.addInitScript(() => {
    const seen: string[] = Object.assign(window, { headings: [] }).headings;
    new MutationObserver(() => {
      const text = document.querySelector("h1")?.textContent;
      if (text && seen.at(-1) !== text) seen.push(text);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return opened;
};

beforeEach(async () => {
  [sent, asked] = [[], []];
  browser = await newBrowser();
});

afterEach(() => browser.close());

const open = async (path: string, from = browser): Promise<Page> => {
  const page = await from.newPage();
  await page.goto(shopUrl + path);
  await page.waitForSelector("main > *");
  return page;
};
const signIn = async (page: Page, user: string) => {
  await page.selectOption("select[name=user]", user);
  await page.click("header button");
  await page.waitForSelector("text=Sign out");
};
const headings = (page: Page) => page.evaluate(() => (window as unknown as { headings: string[] }).headings);
const exposures = (slug: string) => [...new Map(sent.filter(({ event, properties }) => event === "experiment_viewed" && properties.experiment_slug === slug)
  .map((event) => [event.id, event])).values()];
const heroes = ["The night train company", "Fall asleep in Berlin, wake up in Vienna"];

describe("the landing page", () => {
  test("shows the visitor's hero at its first paint, without asking Turnout for it", async () => {
    const page = await open("/");
    await until(() => exposures("landing-hero").length);
    expect(heroes).toContain(await page.textContent("h1"));
    expect(await headings(page)).toEqual([await page.textContent("h1")]);
    expect(asked).not.toContain("/api/v1/evaluate");
  });

  test("is rendered by the server for the very visitor that the browser then is", async () => {
    const page = await open("/");
    const bootstrapped = await page.evaluate(() => (window as unknown as { shop: { bootstrap: { experiments: Record<string, string> } } }).shop.bootstrap.experiments["landing-hero"]);
    const [exposure] = await until(() => exposures("landing-hero").length > 0 && exposures("landing-hero"));
    const cookie = (await browser.cookies()).find(({ name }) => name === "turnout_visitor")!;
    expect(exposure).toMatchObject({ visitor_id: cookie.value, properties: { variant: bootstrapped } });
    expect(cookie.expires - Date.now() / 1000).toBeGreaterThan(364 * 86_400);
  });

  test("counts one exposure over reloads", async () => {
    const page = await open("/");
    await until(() => exposures("landing-hero").length);
    await page.reload();
    await page.goto(`${shopUrl}/pricing`);
    await until(() => exposures("pricing-tiers").length);
    expect(exposures("landing-hero")).toHaveLength(1);
  });

  test("keeps its hero when the visitor signs in", async () => {
    const page = await open("/");
    const hero = await page.textContent("h1");
    await signIn(page, "ada");
    expect(await page.textContent("h1")).toBe(hero);
    expect(await headings(page)).toEqual([hero]);
  });

  test("shows variants to about half of the visitors each", async () => {
    const seen: number[] = [];
    for (let i = 0; i < 40; i++) {
      const html = await (await fetch(shopUrl)).text();
      seen.push(/"landing-hero":"benefit-focused"/.test(html) ? 1 : 0);
    }
    const share = seen.reduce((sum, one) => sum + one) / seen.length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.9);
  });
});

test("the price list is one of three, and a purchase is counted with its amount", async () => {
  const page = await open("/pricing");
  const price = Number((await page.textContent(".price"))!.split(" ")[0]);
  expect([10, 12, 8]).toContain(price);
  await page.click("text=Buy >> nth=0");
  await until(() => sent.some(({ event }) => event === "purchase"));
  expect(sent.find(({ event }) => event === "purchase")).toMatchObject({ value: price, properties: { currency: "EUR" } });
  expect(sent.find(({ event }) => event === "experiment_conversion")).toMatchObject({ value: price, properties: { conversion_event: "pass_bought" } });
});

test("a team's members see the same dashboard", async () => {
  const layouts: (string | null)[] = [];
  for (const user of ["ada", "ben"]) {
    const own = await newBrowser();
    const page = await open("/dashboard", own);
    await signIn(page, user);
    layouts.push(await page.getAttribute("ul[data-layout]", "data-layout"));
    await own.close();
  }
  expect(["list", "grid"]).toContain(layouts[0]);
  expect(layouts[1]).toBe(layouts[0]);
});

test("the upgrade's conversion is verified by the shop's server", async () => {
  const page = await open("/billing");
  await signIn(page, "eve");
  await page.click("main button");
  await page.waitForSelector("text=Thank you.");
  const wrong = await page.evaluate(async () => (await fetch("/api/v1/experiments/converted", {
    method: "POST", body: JSON.stringify({ experiment: "upgrade-button", variant: "sideways", action_taken: "x" }),
  })).status);
  expect(wrong).toBe(400);
});

test("reports are an experiment for plans with teams only", async () => {
  const page = await open("/reports");
  await signIn(page, "ada"); // plan individual
  expect(await page.locator("main table").count()).toBe(1);
  await page.click("header button");
  await page.waitForSelector("select[name=user]");
  await page.goto(`${shopUrl}/reports`);
  await signIn(page, "kim"); // plan organization
  await until(() => exposures("team-reports").length);
  expect(exposures("team-reports").map(({ user_id }) => user_id)).toEqual(["kim"]);
});

test("a flag switched in Turnout is on the open page in less than a second", async () => {
  const streamed = browser.waitForEvent("response", (response) => response.url().includes("/sdk/v1/stream?"));
  const page = await open("/");
  await streamed;
  expect(await page.locator(".banner").count()).toBe(0);
  const shown = page.waitForSelector(".banner");
  await server.admin("PUT", "/flags/shop.banner", { key: "shop.banner", enabled: true });
  const acknowledged = performance.now();
  await shown;
  expect(performance.now() - acknowledged).toBeLessThan(1_000);
});
