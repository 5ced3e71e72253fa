import { afterEach, describe, expect, test, vi } from "vitest";
import { posthogTracker } from "@turnout/browser/posthog";
import type { TurnoutEvent } from "@turnout/browser";

const exposure: TurnoutEvent = {
  id: "1", event: "experiment_viewed", timestamp: "2026-01-01T00:00:00Z", user_id: "ada", visitor_id: "v-1",
  properties: { experiment_slug: "pricing", variant: "b", assignment_type: "random" },
};

afterEach(() => Reflect.deleteProperty(globalThis, "posthog"));

describe("the PostHog tracker", () => {
  test("repeats an exposure with its properties and units", () => {
    const capture = vi.fn();
    posthogTracker(() => ({ capture }))(exposure);
    expect(capture).toHaveBeenCalledExactlyOnceWith("experiment_viewed",
      { experiment_slug: "pricing", variant: "b", assignment_type: "random", user_id: "ada", team_id: undefined, visitor_id: "v-1" });
  });

  test("repeats a conversion with its name", () => {
    const capture = vi.fn();
    posthogTracker(() => ({ capture }))({ ...exposure, event: "experiment_conversion", properties: { ...exposure.properties, conversion_event: "paid" } });
    expect(capture.mock.calls[0]).toEqual(["experiment_conversion", expect.objectContaining({ conversion_event: "paid" })]);
  });

  test("keeps metric events to itself", () => {
    const capture = vi.fn();
    posthogTracker(() => ({ capture }))({ ...exposure, event: "purchase" });
    expect(capture).not.toHaveBeenCalled();
  });

  test("does nothing where PostHog is absent, and finds one that is loaded late", () => {
    const tracker = posthogTracker();
    tracker(exposure);
    const capture = vi.fn();
    Object.assign(globalThis, { posthog: { capture } });
    tracker(exposure);
    expect(capture).toHaveBeenCalledOnce();
  });

  test.each([[true, { experiment_pricing: "b" }], [["pricing"], { experiment_pricing: "b" }], [["other"], undefined], [false, undefined]])(
    "with person properties %j sets %j", (personProperties, expected) => {
      const capture = vi.fn();
      posthogTracker(() => ({ capture }), { personProperties })(exposure);
      expect(capture.mock.calls[0]?.[1].$set).toEqual(expected);
    });
});
