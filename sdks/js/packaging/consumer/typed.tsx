// How an application with generated types calls the packages. Compiled against the packed packages; each @ts-expect-error must be one.
import { createTurnout } from "@turnout/browser";
import { Experiment, useExperiment, useExperimentVariant, useFlag, Variant } from "@turnout/react";
import "./turnout.js";

const turnout = createTurnout({ url: "https://flags.example.com", clientKey: "k" });
export const on: boolean = turnout.getFlag("new-checkout");
export const theme: "light" | "dark" = turnout.getFlag("theme", "light");
export const items: number = turnout.getFlag("limits", { items: 3 }).items;
export const variant: "control" | "a" | "b" | null = turnout.getVariant("pricing");
turnout.trackExperimentConversion("pricing", "a", "random", { conversionEvent: "paid" });

// @ts-expect-error no such flag
turnout.getFlag("new-chekout");
// @ts-expect-error a fallback of another type
turnout.getFlag("new-checkout", "yes");
// @ts-expect-error not one of the values
turnout.getFlag("theme", "blue");
// @ts-expect-error only a boolean flag has a fallback of its own
turnout.getFlag("theme");
// @ts-expect-error no such experiment
turnout.getVariant("prices");
// @ts-expect-error no such variant
turnout.trackExperimentConversion("pricing", "c", "random", { conversionEvent: "paid" });

export const Component = () => {
  const shown: "light" | "dark" = useFlag("theme", "dark");
  const price = { control: 10, a: 12, b: 8 }[useExperimentVariant("pricing") ?? "control"];
  // @ts-expect-error no such flag
  useFlag("them", "dark");
  // @ts-expect-error no such experiment
  useExperiment("prices");
  return (
    <>
      <Experiment slug="pricing" fallback="a"><Variant name="a">{shown} {price}</Variant></Experiment>
      {/* @ts-expect-error no such variant */}
      <Experiment slug="pricing" fallback="z" />
    </>
  );
};
