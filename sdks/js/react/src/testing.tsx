"use client";
import { createTurnout, type Json, type Turnout, type TurnoutEvent } from "@turnout/browser";
import { useEffect, useMemo, useRef, type ReactNode } from "react";
import { TurnoutContext } from "./provider.js";

/** What a {@link TestProvider} gives to the components under test. */
export interface TestProviderProps {
  /** Values by flag. Flags that are not here give the component's own fallback. */
  readonly flags?: Readonly<Record<string, Json>>;
  /** Variants by experiment. Components see no variant of experiments that are not here. */
  readonly experiments?: Readonly<Record<string, string>>;
  /** Key of the control variant of each experiment. Default `control`. */
  readonly control?: string;
  /** Told of each exposure, conversion and metric event. */
  readonly onEvent?: (event: TurnoutEvent) => void;
  readonly children?: ReactNode;
}

/** A provider for tests and stories: fixed values, no network, nothing stored. */
export const TestProvider = ({ flags = {}, experiments = {}, control = "control", onEvent, children }: TestProviderProps): ReactNode => {
  const told = useRef(onEvent);
  useEffect(() => {
    told.current = onEvent;
  });
  const fixed = JSON.stringify([flags, experiments, control]);
  const turnout = useMemo((): Turnout => {
    const [values, variants, controlVariant] = JSON.parse(fixed) as [Record<string, Json>, Record<string, string>, string];
    // The tracker runs when something is recorded, never during a render.
    // eslint-disable-next-line react-hooks/refs
    return createTurnout({
      url: "", clientKey: "", consent: false, context: { userId: "test-user" }, tracker: (event) => told.current?.(event),
      bootstrap: {
        version: 1,
        flags: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, variant: null, reason: "STATIC" }])),
        experiments: variants,
        assignments: Object.fromEntries(Object.keys(variants).map((slug) =>
          [slug, { assignment_type: "deterministic", control: controlVariant, unit: "user", is_new: false }])),
      },
    });
  }, [fixed]);
  return <TurnoutContext.Provider value={turnout}>{children}</TurnoutContext.Provider>;
};
