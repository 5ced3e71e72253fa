"use client";
import { details, type Evaluation, type FlagDetails, type FlagDetailsReader, type FlagReader, type Json, type Snapshot } from "@turnout/browser";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useTurnout } from "./provider.js";

/** What `pick` takes from the snapshot; renders again only when that is no longer equal. During hydration, what the server rendered. */
export const usePicked = <T>(view: Evaluation, pick: (snapshot: Snapshot) => T): T => {
  const last = useRef<T>(undefined);
  const equal = (snapshot: Snapshot) => {
    const next = pick(snapshot);
    return JSON.stringify(next) === JSON.stringify(last.current) ? last.current as T : last.current = next;
  };
  return useSyncExternalStore(view.subscribe, () => equal(view.snapshot()), () => equal(view.initial));
};

/** Logs exposures once the component is on the page, and again when the unit becomes another. Logging twice counts once. */
export const useExposure = (view: Evaluation, log: (view: Evaluation) => unknown, key: string, skip?: boolean): void =>
  useEffect(() => {
    if (skip) return;
    log(view);
    return view.subscribe(() => log(view));
    // `log` is another function at each render, and does the same for the same key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [view, key, skip]);

const useFlagEntry = (key: string, fallback: Json | undefined): FlagDetails => {
  const turnout = useTurnout();
  const entry = usePicked(turnout, (snapshot) => snapshot.flags[key]);
  useExposure(turnout, (view) => view.evaluateFlag(key, fallback as never), key);
  return useMemo(() => details(entry, fallback), [entry, fallback]);
};

/** A flag's value with variant and reason. Renders again only when one of them changes. */
export const useFlagDetails = useFlagEntry as FlagDetailsReader;

/**
 * A flag's value, or the fallback (`false` unless given) while there is none of its type. Renders again only when the value changes.
 * Logs the exposure where an experiment decides the flag.
 */
export const useFlag = ((key: string, fallback?: Json): Json => {
  const turnout = useTurnout();
  useExposure(turnout, (view) => view.evaluateFlag(key, fallback as never), key);
  return usePicked(turnout, (snapshot) => details(snapshot.flags[key], fallback).value);
}) as FlagReader;

/** As {@link useFlag}, but suspends until there is an answer (or the first request has failed) instead of showing the fallback first. Wants a `<Suspense>` below the provider; on a server it gives the fallback. */
export const useSuspenseFlag = ((key: string, fallback?: Json): Json => {
  const turnout = useTurnout();
  if (turnout.snapshot().isLoading && typeof window === "object") throw turnout.refresh();
  return useFlag(key, fallback as never);
}) as FlagReader;

/** The values of all flags by key, and whether the first answer is still awaited. Logs no exposure. */
export const useFlags = (): { readonly flags: Readonly<Record<string, Json>>; readonly isLoading: boolean } => {
  const turnout = useTurnout();
  const entries = usePicked(turnout, (snapshot) => snapshot.flags);
  const isLoading = usePicked(turnout, (snapshot) => snapshot.isLoading);
  const flags = useMemo(() => Object.fromEntries(Object.entries(entries).map(([key, { value }]) => [key, value])), [entries]);
  return { flags, isLoading };
};
