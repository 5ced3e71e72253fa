import type { FlagDetails, FlagDetailsReader, FlagReader, Json } from "./keys.js";
import { live } from "./live.js";
import { createOutbox } from "./outbox.js";
import { deviceStorage } from "./storage.js";
import type { Answer, Assignment, Context, Evaluation, Snapshot, Turnout, TurnoutEvent, TurnoutOptions } from "./types.js";
import { uuid } from "./uuid.js";
import { details, hash } from "./values.js";
import { readVisitor, visitorName } from "./visitor.js";

/** An answer and what stands for its bytes. */
type Tagged = Answer & { readonly etag?: string };

/** Hash of the context, time of the answer, the answer. */
type Stored = readonly [number, number, Tagged];

/** How old a stored answer may be and still be shown while the new one is fetched: a week. */
const maxAgeMs = 604_800_000;

/**
 * Makes a client. It only reads what this device has stored until `start()` is called, which begins with one request for all flags
 * and experiments. Works on a server too (to render a page), where `start()` is not called and nothing is stored.
 */
export const createTurnout = (options: TurnoutOptions): Turnout => {
  const url = options.url.replace(/\/$/, "");
  let { clientKey, consent = true, context } = options;
  let running: AbortController | undefined;

  const allowed = () => consent;
  const storage = deviceStorage("localStorage", allowed);
  const session = deviceStorage("sessionStorage", allowed);
  // The number is the version of what is stored: raise it when the shape changes.
  const answersName = "turnout.2." + clientKey;
  const eventsName = answersName + ".events";
  const visitor = context?.visitorId ?? readVisitor(storage);

  /** Writes the visitor's id to both places, or removes it from both. */
  const remember = () => {
    storage.set(visitorName, consent && visitor);
    document.cookie = `${visitorName}=${visitor};path=/;max-age=${consent ? 31536000 : 0};SameSite=Lax;domain=` +
      (options.cookieDomain ?? "") + (location.protocol === "https:" ? ";Secure" : "");
  };

  /** The answer, with its ETag; nothing where nothing has changed; what went wrong, once it is reported. */
  const request = async (path: string, headers?: Record<string, string>, body?: string): Promise<any> => {
    try {
      // Only a request of a page that is being left has to outlive it; such requests share 64 kB.
      const response = await fetch(url + path, { method: "POST", headers, body, keepalive: globalThis.document?.hidden, signal: AbortSignal.timeout(10_000) });
      if (response.status > 304) throw response;
      if (!response.ok) return;
      const answer = await response.json();
      if (answer.refused) options.onError?.(answer);
      answer.etag = response.headers.get("ETag");
      return answer;
    } catch (error) {
      options.onError?.(error);
      return error;
    }
  };
  const headers = { "X-API-Key": clientKey, "Content-Type": "application/json" };

  // Plain text, and the key in the address: a request without preflight, which a page that is being left can still send.
  const [add, flush, later] = createOutbox(eventsName, storage, () => running, (body) => request("/api/v1/events?key=" + clientKey, undefined, body));

  /** The client's context with some members replaced, as text. */
  const contextOf = (members?: Context) => JSON.stringify({ ...context, ...(consent && { visitorId: visitor }), ...members });
  const stored = () => storage.get<Stored[]>(answersName) || [];

  /** What brings each evaluation up to date: with the context as it is now, with what a tab has stored, with the ruleset's version (0: unknown). */
  const syncs: ((version?: number) => unknown)[] = [];

  const createEvaluation = (members?: Context, first?: Answer): Evaluation => {
    const listeners = new Set<() => void>();
    const initial: Snapshot & Tagged = { version: 0, flags: {}, experiments: {}, assignments: {}, ...first, isLoading: !first };
    let snapshot = initial;
    let target = contextOf(members); // the context to answer for
    let owner = target; // the context the snapshot answers
    let asked = first && target; // the context of the last request
    let wanted = 0;
    const pending: Record<string, Promise<void> | undefined> = {};

    const take = (answer: Tagged) => {
      owner = target;
      snapshot = { ...answer, isLoading: false };
      for (const listener of listeners) listener();
    };
    const adopt = () => {
      try {
        for (const [name, at, answer] of stored())
          if (name === hash(target) && at + maxAgeMs > Date.now() && (owner !== target || answer.version > snapshot.version)) take(answer);
      } catch {
        storage.set(answersName); // Someone else wrote there.
      }
    };
    const refresh = (): Promise<void> => {
      const mine = asked = target;
      return pending[mine] ??= (async () => {
        // The tag stands for the answer's bytes, so "not modified" is true of the snapshot even where it answered another context.
        const answer: Tagged = await request("/api/v1/evaluate", { ...headers, "If-None-Match": snapshot.etag! }, `{"context":${mine}}`) ?? snapshot;
        delete pending[mine];
        if (mine !== target) return asked = undefined;
        if (answer.flags) {
          take(answer);
          const name = hash(mine);
          storage.set(answersName, [[name, Date.now(), answer], ...stored().filter((other) => other[0] !== name)].slice(0, 8));
        } else if (snapshot.isLoading) take(snapshot);
        // The server that answered may hear of a change a moment after the one that announced it.
        if (wanted > snapshot.version) setTimeout(refresh, 500);
        wanted = 0;
      })();
    };
    const record = (context: string, event: string, properties: TurnoutEvent["properties"], value?: number) => {
      const { userId: user_id, teamId: team_id, visitorId: visitor_id, ...attributes } = JSON.parse(context);
      if (!/:[^n]/.test(context)) return; // Nobody did it.
      const units: Record<string, Json> = {};
      for (const slug in snapshot.assignments) units[snapshot.assignments[slug]!.unit] = attributes[snapshot.assignments[slug]!.unit];
      const gpc = (globalThis.navigator as { globalPrivacyControl?: boolean } | undefined)?.globalPrivacyControl || undefined;
      const recorded = { id: uuid(), event, timestamp: new Date().toJSON(), user_id, team_id, visitor_id, value, properties: { ...units, ...properties, gpc } };
      add(recorded);
      if (!gpc) options.tracker?.(recorded);
    };
    const logExposure = (slug: string) => {
      const variant = snapshot.experiments[slug];
      if (variant) {
        const { assignment_type, unit } = snapshot.assignments[slug] ?? {} as Assignment;
        const who = JSON.parse(owner);
        const seen = answersName + hash(slug + variant + who[unit + "Id"] + who[unit]);
        if (!session.get(seen)) record(owner, "experiment_viewed", { experiment_slug: slug, variant, assignment_type });
        session.set(seen, 1);
      }
      return variant ?? null;
    };
    const evaluateFlag = (key: string, fallback?: Json): FlagDetails => {
      const found = details(snapshot.flags[key], fallback);
      logExposure(found.experiment!); // none where there is no experiment
      return found;
    };
    if (!first) adopt();
    syncs.push((version) => {
      target = contextOf(members);
      adopt();
      if ((asked !== target || version! - snapshot.version) && (listeners.size || !members)) {
        wanted = version!;
        return refresh();
      }
    });
    return {
      initial, refresh, logExposure,
      snapshot: () => snapshot,
      subscribe(listener) {
        listeners.add(listener);
        if (running && asked !== target) refresh();
        return () => listeners.delete(listener);
      },
      evaluateFlag: evaluateFlag as FlagDetailsReader,
      getFlag: ((key: string, fallback?: Json) => evaluateFlag(key, fallback).value) as FlagReader,
      getAllFlags() {
        const values: Record<string, Json> = {};
        for (const key in snapshot.flags) values[key] = snapshot.flags[key]!.value;
        return values;
      },
      getVariant: logExposure as Evaluation["getVariant"],
      track: (event, { value, ...properties } = {}) => record(target, event, properties, value),
      trackExperimentConversion(experiment_slug, variant, assignment_type, { conversionEvent: conversion_event, value }) {
        if (variant) record(target, "experiment_conversion", { experiment_slug, variant, assignment_type, conversion_event }, value);
      },
    };
  };

  const own = createEvaluation(undefined, options.bootstrap);
  const scopes: Record<string, Evaluation> = {};
  const sync = (version?: number) => Promise.all(syncs.map((one) => one(version)));

  return {
    ...own,
    start() {
      const { signal } = running = new AbortController();
      if (consent) remember();
      sync();
      later();
      addEventListener("visibilitychange", flush, { signal });
      addEventListener("storage", () => sync(), { signal });
      if (options.live !== false)
        live(url + "/sdk/v1/stream?token=", () => request("/sdk/v1/stream/token", headers), sync, signal);
      return () => {
        running = running?.abort() as undefined;
      };
    },
    identify(next) {
      context = next;
      return sync();
    },
    scope(members) {
      return contextOf(members) === contextOf() ? own : scopes[JSON.stringify(members)] ??= createEvaluation(members);
    },
    setConsent(given) {
      if (!given) {
        storage.set(answersName);
        storage.set(eventsName);
      }
      consent = given;
      remember();
      return sync();
    },
    flush,
  };
};
