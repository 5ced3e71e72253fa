import { act, cleanup } from "@testing-library/react";
import { StrictMode, Suspense } from "react";
import { hydrateRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { renderToReadableStream } from "react-dom/server.edge";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TurnoutProvider, useExperiment, useFlag, useSuspenseFlag } from "@turnout/react";
import { answer, clientKey, FakeServer, hide, newBrowser, settle, url } from "../../test-support/fake-server.js";

let server: FakeServer;
let root: Root | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  newBrowser();
  hide(false);
  server = new FakeServer();
});

afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  cleanup();
  vi.useRealTimers();
  document.body.innerHTML = "";
});

const Page = () => {
  const theme = useFlag("theme", "light");
  const { variant } = useExperiment("pricing");
  return <p>{theme} {variant ?? "none"}</p>;
};

const bootstrap = { version: 1, ...answer({ theme: "dark" }, { pricing: "b" }) };
const tree = (boot?: typeof bootstrap) => (
  <StrictMode>
    <TurnoutProvider url={url} clientKey={clientKey} context={{ userId: "ada", visitorId: "v-1" }} bootstrap={boot}><Page /></TurnoutProvider>
  </StrictMode>
);

/** Renders as a server does: without window, document or storage. */
const onServer = <T,>(render: () => T): T => {
  for (const name of ["window", "document", "localStorage", "sessionStorage"]) vi.stubGlobal(name, undefined);
  try {
    return render();
  } finally {
    vi.unstubAllGlobals();
    server = new FakeServer();
  }
};

const hydrate = async (html: string, boot?: typeof bootstrap) => {
  document.body.innerHTML = `<main>${html}</main>`;
  const main = document.querySelector("main")!;
  const seen: string[] = [];
  const observer = new MutationObserver(() => seen.push(main.textContent!));
  observer.observe(main, { subtree: true, childList: true, characterData: true });
  const mismatches: unknown[] = [];
  await act(async () => {
    root = hydrateRoot(main, tree(boot), { onRecoverableError: (error) => mismatches.push(error) });
    await settle();
  });
  return { main, seen, mismatches };
};

describe("a page rendered on the server", () => {
  test("has the bootstrap's values and asks nothing", () => {
    const fetched = vi.spyOn(globalThis, "fetch");
    expect(onServer(() => renderToString(tree(bootstrap)))).toBe("<p>dark<!-- --> <!-- -->b</p>");
    expect(fetched).not.toHaveBeenCalled();
  });

  test("without bootstrap has the fallbacks", () => {
    expect(onServer(() => renderToString(tree()))).toBe("<p>light<!-- --> <!-- -->none</p>");
  });

  test("is taken over without a change on the page, a mismatch or a request", async () => {
    const html = onServer(() => renderToString(tree(bootstrap)));
    const { main, seen, mismatches } = await hydrate(html, bootstrap);
    expect(main.textContent).toBe("dark b");
    expect(seen).toEqual([]);
    expect(mismatches).toEqual([]);
    expect(server.asked("/api/v1/evaluate")).toEqual([]);
  });

  test("logs its exposure once, in the browser", async () => {
    const html = onServer(() => renderToString(tree(bootstrap)));
    expect(server.events.size).toBe(0);
    await hydrate(html, bootstrap);
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(server.sent("experiment_viewed")).toHaveLength(1);
    expect(server.duplicates).toBe(0);
  });

  test("without bootstrap is taken over as it is even where this device has stored an answer, which follows", async () => {
    const html = onServer(() => renderToString(tree()));
    server.reply = () => answer({ theme: "dark" }, { pricing: "b" });
    await hydrate(html);
    act(() => root!.unmount());
    server.fault = { path: "evaluate", respond: () => Promise.reject(new TypeError("offline")) };
    const { main, mismatches } = await hydrate(html);
    expect(mismatches).toEqual([]);
    expect(main.textContent).toBe("dark b");
  });

  test("streams: useSuspenseFlag shows its fallback on the server instead of waiting for ever", async () => {
    const Theme = () => <p>{useSuspenseFlag("theme", "light")}</p>;
    vi.useRealTimers();
    const stream = await onServer(() => renderToReadableStream(
      <TurnoutProvider url={url} clientKey={clientKey}><Suspense fallback="waiting"><Theme /></Suspense></TurnoutProvider>));
    expect(await new Response(stream).text()).toContain("<p>light</p>");
  });
});
