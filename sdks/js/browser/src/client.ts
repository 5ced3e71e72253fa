import type { FlagDetails, FlagDetailsReader, FlagReader, Json } from "./keys.js";
import { live } from "./live.js";
import { createOutbox } from "./outbox.js";
import { deviceStorage } from "./storage.js";
import type { Answer, Context, Evaluation, Snapshot, Turnout, TurnoutEvent, TurnoutOptions } from "./types.js";
import { uuid } from "./uuid.js";
import { details, hash, unitsOf } from "./values.js";
import { readVisitor, visitorName } from "./visitor.js";

/** Hash of the context, time of the answer, its ETag, the answer. */
type Stored = readonly [number, number, string, Answer];

/** How old a stored answer may be and still be shown while the new one is fetched: a week. */
const maxAgeMs = 604_800_000;

/**
 * Makes a client. It only reads what this device has stored until `start()` is called, which begins with one request for all flags
 * and experiments. Works on a server too (to render a page), where `start()` is not called and nothing is stored.
 */
export const createTurnout = (options: TurnoutOptions): Turnout => {
  const { clientKey } = options;
  const url = options.url.replace(/\/$/, "");
  let { consent = true, context } = options;
  let running: AbortController | undefined;

  const allowed = () => consent;
  const storage = deviceStorage("localStorage", allowed);
  const session = deviceStorage("sessionStorage", allowed);
  // The number is the version of what is stored: raise it when the shape changes.
  const answersName = "turnout.1." + clientKey;
  const eventsName = answersName + ".events";
  const visitor = context?.visitorId ?? readVisitor(storage);

  /** Writes the visitor's id to both places, or removes it from both. */
  const remember = () => {
    storage.set(visitorName, consent && visitor);
    document.cookie = `${visitorName}=${visitor};path=/;max-age=${consent ? 31536000 : 0};SameSite=Lax;domain=` +
      (options.cookieDomain ?? "") + (location.protocol === "https:" ? ";Secure" : "");
  };

  const request = (path: string, headers?: Record<string, string>, body?: string) =>
    // Only a request of a page that is being left has to outlive it; such requests share 64 kB.
    fetch(url + path, { method: "POST", headers, body, keepalive: globalThis.document?.hidden, signal: AbortSignal.timeout(10_000) }).then(
      (response) => response.status > 304 ? Promise.reject(response) : response,
    ).catch((error) => {
      options.onError?.(error);
      throw error;
    });
  const headers = { Authorization: "Bearer " + clientKey, "Content-Type": "application/json" };

  // Plain text, and the key in the address: a request without preflight, which a page that is being left can still send.
  const [add, flush, later] = createOutbox(eventsName, storage, () => running, (body) => request("/api/v1/events?key=" + clientKey, undefined, body));

  const record = (context: string, event: string, properties: TurnoutEvent["properties"], value?: number) => {
    const [user_id, team_id, visitor_id] = unitsOf(context);
    if (!(user_id ?? team_id ?? visitor_id)) return;
    const gpc = (globalThis.navigator as { globalPrivacyControl?: boolean } | undefined)?.globalPrivacyControl || undefined;
    const recorded = { id: uuid(), event, timestamp: new Date().toISOString(), user_id, team_id, visitor_id, value, properties: { ...properties, gpc } };
    add(recorded);
    if (!gpc) options.tracker?.(recorded);
  };

  /** The client's context with some members replaced, as text. */
  const contextOf = (members?: Context) => JSON.stringify({ ...context, ...(consent && { visitorId: visitor }), ...members });
  const stored = () => storage.get<Stored[]>(answersName) || [];

  /** What brings each evaluation up to date: with the context as it is now, with what a tab has stored, with the ruleset's version (0: unknown). */
  const syncs: ((version?: number) => unknown)[] = [];

  const createEvaluation = (members?: Context, first?: Answer): Evaluation => {
    const listeners = new Set<() => void>();
    const initial: Snapshot = { version: 0, flags: {}, experiments: {}, assignments: {}, ...first, isLoading: !first };
    let snapshot = initial;
    let target = contextOf(members); // the context to answer for
    let owner = target; // the context the snapshot answers
    let etag = "";
    let begun: unknown = first;
    let wanted = 0;
    const pending: Record<string, Promise<void> | undefined> = {};

    const take = (answer: Answer, tag: string) => {
      owner = target;
      etag = tag;
      snapshot = { ...answer, isLoading: false };
      listeners.forEach((listener) => listener());
    };
    const adopt = () => {
      try {
        for (const [name, at, tag, answer] of stored())
          if (name === hash(target) && at + maxAgeMs > Date.now() && (owner !== target || answer.version > snapshot.version)) take(answer, tag);
      } catch {
        // Someone else wrote there.
      }
    };
    const ask = async (mine: string) => {
      const response = await request("/api/v1/evaluate", { ...headers, "If-None-Match": etag }, `{"context":${mine}}`);
      // The tag stands for the answer's bytes, so "not modified" is true of the snapshot even where it answered another context.
      const answer: Answer = response.ok ? await response.json() : snapshot;
      if (mine !== target || !answer.flags) return;
      take(answer, response.headers.get("ETag") ?? "");
      const name = hash(mine);
      storage.set(answersName, [[name, Date.now(), etag, answer], ...stored().filter((other) => other[0] !== name)].slice(0, 8));
    };
    const refresh = (): Promise<void> => {
      const mine = target;
      begun = 1;
      return pending[mine] ??= ask(mine).catch(() => {}).then(() => {
        delete pending[mine];
        if (mine !== target) return;
        if (snapshot.isLoading) take(snapshot, etag);
        // The server that answered may hear of a change a moment after the one that announced it.
        if (wanted > snapshot.version) setTimeout(refresh, 500);
        wanted = 0;
      });
    };
    const logExposure = (slug: string) => {
      const variant = snapshot.experiments[slug];
      if (variant) {
        const seen = answersName + hash(slug + variant + unitsOf(owner));
        if (!session.get(seen)) record(owner, "experiment_viewed", { experiment_slug: slug, variant, assignment_type: snapshot.assignments[slug]?.assignment_type });
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
      if (target !== (target = contextOf(members))) begun = 0;
      adopt();
      if ((!begun || version! - snapshot.version) && (listeners.size || !members)) {
        wanted = version!;
        return refresh();
      }
    });
    return {
      initial, refresh, logExposure,
      snapshot: () => snapshot,
      subscribe(listener) {
        listeners.add(listener);
        if (running && !begun) refresh();
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
      addEventListener("visibilitychange", () => document.hidden && flush(), { signal });
      addEventListener("storage", () => sync(), { signal });
      if (options.live !== false)
        live(async () => `${url}/sdk/v1/stream?token=${(await (await request("/sdk/v1/stream/token", headers)).json()).token}`, sync, signal);
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
