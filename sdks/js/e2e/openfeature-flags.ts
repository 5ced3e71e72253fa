import type { TurnoutServer } from "./turnout.js";

const everyone = { all: [] };

/** The flags and the experiment that the tests of OpenFeature's clients ask for. */
export const prepareFlags = async (server: TurnoutServer): Promise<void> => {
  await setGreeting(server, "hello");
  const put = (key: string, flag: object) => server.admin("PUT", `/flags/${key}`, { key, enabled: true, ...flag });
  await put("pro-only", { audience: { attribute: "plan", op: "equals", value: "pro" } });
  await put("half", { rollout: 50 });
  await put("seats", { type: "number", variants: [{ key: "on", value: 12.5 }, { key: "off", value: 0 }], off_variant: "off" });
  await put("limits", { type: "json", variants: [{ key: "on", value: { a: [1, 2], deep: { b: null } } }, { key: "off", value: {} }], off_variant: "off" });
  await put("switched-off", { enabled: false });
  await server.admin("PUT", "/metrics/purchases", { key: "purchases", event: "purchase", type: "sum", window_days: 7, goal: "increase" });
  await server.admin("POST", "/experiments", {
    key: "new-checkout", unit: "user", assignment: "deterministic", control: "control", metrics: ["purchases"],
    variants: [{ key: "control", weight: 1, value: false }, { key: "new", weight: 1, value: true }],
  });
  await server.admin("POST", "/experiments/new-checkout/launch");
  await put("checkout", { rules: [{ if: everyone, serve: { experiment: "new-checkout" } }] });
};

export const setGreeting = (server: TurnoutServer, value: string): Promise<unknown> => server.admin("PUT", "/flags/greeting", {
  key: "greeting", type: "string", enabled: true, variants: [{ key: "on", value }, { key: "off", value: "off" }], off_variant: "off",
});

/** What the experiment has counted: units, and the sum of purchases, over all variants. */
export const counted = async (server: TurnoutServer): Promise<{ units: number; exposures: number; purchases: number }> => {
  const { variants, metrics } = await server.admin<{
    variants: { units: number; exposures: number }[];
    metrics: { variants: { total: number }[] }[];
  }>("GET", "/experiments/new-checkout/results");
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  return {
    units: sum(variants.map(({ units }) => units)),
    exposures: sum(variants.map(({ exposures }) => exposures)),
    purchases: sum(metrics[0]!.variants.map(({ total }) => total)),
  };
};
