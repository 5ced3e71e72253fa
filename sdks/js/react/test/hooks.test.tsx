import { act, cleanup, render, screen } from "@testing-library/react";
import { StrictMode, Suspense, type ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  Experiment, TurnoutProvider, useExperiment, useExperimentVariant, useFlag, useFlagDetails, useFlags, useSuspenseFlag, useTurnout,
  useVisitorExperiment, Variant, type TurnoutProviderProps,
} from "@turnout/react";
import { answer, clientKey, FakeServer, hide, newBrowser, settle, url } from "../../test-support/fake-server.js";

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  newBrowser();
  hide(false);
  server = new FakeServer();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const page = (children: ReactNode, options: Partial<TurnoutProviderProps> = {}) =>
  <TurnoutProvider {...{ url, clientKey, context: { userId: "ada" }, ...options } as TurnoutProviderProps}>{children}</TurnoutProvider>;

const show = async (tree: ReactNode) => {
  const shown = render(tree);
  await act(settle);
  return shown;
};

const exposures = async () => {
  await act(() => vi.advanceTimersByTimeAsync(500));
  return server.sent("experiment_viewed").map(({ user_id, team_id, properties }) => [user_id, team_id, properties.experiment_slug, properties.variant]);
};

const text = () => document.body.textContent;

describe("useFlag", () => {
  const Theme = () => <p>{useFlag("theme", "light")}</p>;

  test("shows the fallback, then the value", async () => {
    server.reply = () => answer({ theme: "dark" });
    render(page(<Theme />));
    expect(text()).toBe("light");
    await act(settle);
    expect(text()).toBe("dark");
  });

  test("is false where no fallback is given", async () => {
    const Checkout = () => <p>{String(useFlag("new-checkout"))}</p>;
    await show(page(<Checkout />));
    expect(text()).toBe("false");
  });

  test("renders again only when its own value changes", async () => {
    server.reply = () => answer({ theme: "dark", limits: { items: 3 } });
    const rendered: unknown[] = [];
    const Limits = () => {
      const limits = useFlag("limits", { items: 0 });
      rendered.push(limits);
      return null;
    };
    await show(page(<Limits />));
    await act(async () => server.publish(() => answer({ theme: "blue", limits: { items: 3 } })));
    await act(settle);
    expect(rendered).toEqual([{ items: 0 }, { items: 3 }]);
    await act(async () => server.publish(() => answer({ limits: { items: 4 } })));
    await act(settle);
    expect(rendered).toHaveLength(3);
  });

  test("with a new object as fallback at each render does not render for ever", async () => {
    const Limits = () => <p>{useFlag("limits", { items: 0 }).items}</p>;
    await show(page(<Limits />));
    expect(text()).toBe("0");
  });

  test("logs the exposure of the experiment that decides the flag", async () => {
    server.reply = () => ({ ...answer({}, { pricing: "b" }), flags: { theme: { value: "dark", variant: "on", reason: "SPLIT", experiment: "pricing" } } });
    await show(page(<Theme />));
    expect(await exposures()).toEqual([["ada", undefined, "pricing", "b"]]);
  });

  test("logs another unit's exposure even where the value stays", async () => {
    server.reply = () => ({ ...answer({}, { pricing: "b" }), flags: { theme: { value: "dark", variant: "on", reason: "SPLIT", experiment: "pricing" } } });
    const { rerender } = await show(page(<Theme />));
    rerender(page(<Theme />, { context: { userId: "eve" } }));
    await act(settle);
    expect((await exposures()).map(([user]) => user)).toEqual(["ada", "eve"]);
  });

  test("outside of a provider says so", () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    expect(() => render(<Theme />)).toThrow("There is no <TurnoutProvider> above this component.");
  });
});

describe("the other flag hooks", () => {
  test("useFlagDetails says why", async () => {
    server.reply = () => ({ ...answer(), flags: { theme: { value: "dark", variant: "on", reason: "TARGETING_MATCH" } } });
    const Theme = () => <p>{JSON.stringify(useFlagDetails("theme", "light"))}</p>;
    await show(page(<Theme />));
    expect(JSON.parse(text()!)).toEqual({ value: "dark", variant: "on", reason: "TARGETING_MATCH" });
  });

  test("useFlags has all values, and says whether they are awaited", async () => {
    server.reply = () => answer({ theme: "dark", items: 3 });
    const All = () => {
      const { flags, isLoading } = useFlags();
      return <p>{isLoading ? "loading" : JSON.stringify(flags)}</p>;
    };
    render(page(<All />));
    expect(text()).toBe("loading");
    await act(settle);
    expect(text()).toBe('{"theme":"dark","items":3}');
  });

  test("useSuspenseFlag waits for the value", async () => {
    server.reply = () => answer({ theme: "dark" });
    const Theme = () => <p>{useSuspenseFlag("theme", "light")}</p>;
    render(page(<Suspense fallback="waiting"><Theme /></Suspense>));
    expect(text()).toBe("waiting");
    await act(settle);
    expect(text()).toBe("dark");
    expect(server.asked("/api/v1/evaluate")).toHaveLength(1);
  });

  test("useSuspenseFlag gives the fallback when the request fails", async () => {
    server.fault = { path: "/", respond: () => Promise.reject(new TypeError("offline")) };
    const Theme = () => <p>{useSuspenseFlag("theme", "light")}</p>;
    await show(page(<Suspense fallback="waiting"><Theme /></Suspense>));
    expect(text()).toBe("light");
  });
});

describe("useExperiment", () => {
  beforeEach(() => {
    server.reply = ({ user_id, team_id }) => ({
      ...answer({}, { cta: user_id ? "urgent" : "control", ...(team_id ? { layout: team_id === 7 ? "grid" : "list" } : {}) }),
      assignments: {
        cta: { assignment_type: "random", control: "control", unit: "user", is_new: true },
        layout: { assignment_type: "deterministic", control: "list", unit: "team", is_new: false },
      },
    });
  });

  const states: unknown[] = [];
  const Cta = ({ slug = "cta", ...options }: { slug?: string; userId?: string | null; teamId?: number; skip?: boolean }) => {
    const { trackConversion, ...state } = useExperiment(slug, options);
    states.push(state);
    return <button onClick={() => trackConversion("clicked", 5)}>{state.variant ?? "none"}</button>;
  };
  beforeEach(() => void (states.length = 0));

  test("goes from loading to the variant, with all that is known of it", async () => {
    await show(page(<Cta userId="ada" />));
    expect(states).toEqual([
      { variant: null, isLoading: true, isControl: false, isNewAssignment: false, assignmentType: null },
      { variant: "urgent", isLoading: false, isControl: false, isNewAssignment: true, assignmentType: "random" },
    ]);
  });

  test("shares the provider's one request where the ids are the provider's", async () => {
    await show(page(<><Cta /><Cta userId="ada" /><Cta userId={null} slug="other" /></>));
    expect(server.asked("/api/v1/evaluate")).toHaveLength(1);
    expect(text()).toBe("urgenturgentnone");
  });

  test("asks once for all hooks with the same other ids", async () => {
    await show(page(<><Cta slug="layout" teamId={7} /><Cta slug="layout" teamId={7} /><Cta slug="layout" teamId={8} /></>));
    expect(text()).toBe("gridgridlist");
    expect(server.contexts().map(({ team_id }) => team_id).sort()).toEqual([7, 8, undefined]);
  });

  test("logs the exposure of the unit it was asked for", async () => {
    await show(page(<Cta slug="layout" teamId={7} />));
    expect(await exposures()).toEqual([["ada", 7, "layout", "grid"]]);
  });

  test("with skip asks nothing, shows nothing and logs nothing", async () => {
    await show(page(<Cta skip teamId={7} />));
    expect(states.at(-1)).toEqual({ variant: null, isLoading: false, isControl: false, isNewAssignment: false, assignmentType: null });
    expect(server.asked("/api/v1/evaluate")).toHaveLength(1);
    expect(await exposures()).toEqual([]);
  });

  test("isControl is true in the control variant", async () => {
    await show(page(<Cta slug="layout" teamId={8} />));
    expect(states.at(-1)).toMatchObject({ variant: "list", isControl: true });
  });

  test("trackConversion names variant, assignment type and unit", async () => {
    await show(page(<Cta />));
    act(() => screen.getByRole("button").click());
    await act(() => vi.advanceTimersByTimeAsync(500));
    expect(server.sent("experiment_conversion")[0]).toMatchObject({
      user_id: "ada", value: 5, properties: { experiment_slug: "cta", variant: "urgent", assignment_type: "random", conversion_event: "clicked" },
    });
  });

  test("logs the exposure once under StrictMode and in several places", async () => {
    await show(<StrictMode>{page(<><Cta /><Cta /></>)}</StrictMode>);
    expect(await exposures()).toEqual([["ada", undefined, "cta", "urgent"]]);
    expect(server.asked("/api/v1/evaluate")).toHaveLength(1);
    expect(server.streams.size).toBe(1);
  });

  test("that never gets onto the page logs nothing", async () => {
    const Never = () => {
      useExperiment("cta");
      throw new Promise(() => {});
    };
    await show(page(<Suspense fallback="waiting"><Never /></Suspense>));
    expect(await exposures()).toEqual([]);
  });

  test("follows the provider's context without a moment of nothing", async () => {
    server.reply = ({ user_id }) => answer({}, { cta: `for-${user_id}` });
    const { rerender } = await show(page(<Cta />));
    rerender(page(<Cta />, { context: { userId: "eve" } }));
    expect(text()).toBe("for-ada");
    await act(settle);
    expect(text()).toBe("for-eve");
    expect(states.map((state) => (state as { variant: string }).variant)).not.toContain("none");
  });

  test("useExperimentVariant is the variant alone", async () => {
    const One = () => <p>{useExperimentVariant("cta")}</p>;
    await show(page(<One />));
    expect(text()).toBe("urgent");
  });

  test("useVisitorExperiment answers for an anonymous visitor", async () => {
    server.reply = ({ visitor_id }) => answer({}, visitor_id ? { hero: "bold" } : {});
    const Hero = () => <p>{useVisitorExperiment("hero").variant}</p>;
    await show(page(<Hero />, { context: undefined }));
    expect(text()).toBe("bold");
  });

  test("useTurnout gives the functions of the client", async () => {
    const Buy = () => {
      const { trackExperimentConversion } = useTurnout();
      return <button onClick={() => trackExperimentConversion("cta", "urgent", "random", { conversionEvent: "paid" })}>Buy</button>;
    };
    await show(page(<Buy />));
    act(() => screen.getByRole("button").click());
    await act(() => vi.advanceTimersByTimeAsync(500));
    expect(server.sent("experiment_conversion")).toHaveLength(1);
  });
});

describe("<Experiment>", () => {
  const Hero = ({ fallback }: { fallback?: string }) => (
    <Experiment slug="hero" fallback={fallback}>
      <Variant name="control">plain</Variant>
      <Variant name="bold">bold!</Variant>
    </Experiment>
  );

  test("shows the variant of the unit, and control until it is known", async () => {
    server.reply = () => answer({}, { hero: "bold" });
    render(page(<Hero />));
    expect(text()).toBe("plain");
    await act(settle);
    expect(text()).toBe("bold!");
    expect(await exposures()).toEqual([["ada", undefined, "hero", "bold"]]);
  });

  test("shows the fallback outside of the experiment", async () => {
    await show(page(<Hero fallback="bold" />));
    expect(text()).toBe("bold!");
    expect(await exposures()).toEqual([]);
  });
});

describe("the provider", () => {
  test("stops its client when it is unmounted", async () => {
    const { unmount } = await show(page(null));
    unmount();
    expect(server.streams.size).toBe(0);
  });

  test("with bootstrap asks nothing", async () => {
    const Theme = () => <p>{useFlag("theme", "light")}</p>;
    render(page(<Theme />, { bootstrap: { version: 1, ...answer({ theme: "dark" }) } }));
    expect(text()).toBe("dark");
    await act(settle);
    expect(server.asked("/api/v1/evaluate")).toEqual([]);
  });
});
