"use client";
import type { Assignment, Context, ExperimentKey, VariantOf } from "@turnout/browser";
import { createContext, useContext, type ReactNode } from "react";
import { useExposure, usePicked } from "./flags.js";
import { useTurnout } from "./provider.js";

/** Who takes part, where that is not (only) the provider's own context. Empty members are those of the provider. */
export interface ExperimentOptions extends Pick<Context, "userId" | "teamId" | "visitorId"> {
  /** True: no request, no variant, no exposure. */
  readonly skip?: boolean;
}

/** A unit's part in an experiment. */
export interface ExperimentState<V extends string = string> {
  /** null while loading, and for a unit outside of the experiment. */
  readonly variant: V | null;
  /** No answer yet. */
  readonly isLoading: boolean;
  readonly isControl: boolean;
  /** The evaluation that gave the present answer put the unit into the experiment. */
  readonly isNewAssignment: boolean;
  readonly assignmentType: Assignment["assignment_type"] | null;
  /** Records that the unit did what the experiment hopes for. */
  readonly trackConversion: (conversionEvent: string, value?: number) => void;
}

/**
 * The variant of an experiment. Logs the exposure when the component is on the page. Ids given here that differ from the provider's
 * cost one request for all hooks with the same ids; else there is none.
 */
export const useExperiment = <K extends ExperimentKey>(slug: K, { skip, ...ids }: ExperimentOptions = {}): ExperimentState<VariantOf<K>> => {
  const turnout = useTurnout();
  const members = JSON.stringify(ids, (_, value) => value ?? undefined);
  const view = members === "{}" || skip ? turnout : turnout.scope(JSON.parse(members));
  const variant = usePicked(view, (snapshot) => skip ? null : snapshot.experiments[slug] ?? null) as VariantOf<K> | null;
  const assignment = usePicked(view, (snapshot) => variant && snapshot.assignments[slug]);
  const isLoading = usePicked(view, (snapshot) => !skip && snapshot.isLoading);
  useExposure(view, () => view.logExposure(slug), slug, skip);
  const assignmentType = assignment?.assignment_type ?? null;
  return {
    variant, isLoading, assignmentType,
    isControl: variant !== null && variant === assignment?.control,
    isNewAssignment: !!assignment?.is_new,
    trackConversion: (conversionEvent, value) => view.trackExperimentConversion(slug, variant, assignmentType!, { conversionEvent, value }),
  };
};

/** The variant alone: null while loading, and for a unit outside of the experiment. */
export const useExperimentVariant = <K extends ExperimentKey>(slug: K, options?: ExperimentOptions): VariantOf<K> | null =>
  useExperiment(slug, options).variant;

/** An experiment over anonymous visitors: the provider's own context always has the visitor's id (where there is consent). */
export const useVisitorExperiment = <K extends ExperimentKey>(slug: K): ExperimentState<VariantOf<K>> => useExperiment(slug);

const VariantContext = createContext<string | null>(null);

/** Shows the one `<Variant>` below it that the unit has, and `fallback` (default `control`) while loading and outside of the experiment. */
export const Experiment = <K extends ExperimentKey>({ slug, fallback, children, ...options }: ExperimentOptions & {
  readonly slug: K;
  readonly fallback?: VariantOf<K>;
  readonly children?: ReactNode;
}): ReactNode => (
  <VariantContext.Provider value={useExperiment(slug, options).variant ?? fallback ?? "control"}>{children}</VariantContext.Provider>
);

/** What an `<Experiment>` shows to the units of one variant. */
export const Variant = ({ name, children }: { readonly name: string; readonly children?: ReactNode }): ReactNode =>
  useContext(VariantContext) === name ? children : null;
