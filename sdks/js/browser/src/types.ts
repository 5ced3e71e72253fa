import type { ExperimentKey, FlagDetails, FlagDetailsReader, FlagReader, Json, VariantOf } from "./keys.js";

/** A value of the evaluation context. null and undefined count as missing. */
export type Attribute = string | number | boolean | readonly string[] | null | undefined;

/** What is known of the caller: three kinds of unit, and any further attribute by name. */
export interface Context {
  readonly userId?: string | number | null;
  readonly teamId?: string | number | null;
  /** Given only by a page that keeps visitor ids itself; else the client finds or makes it. */
  readonly visitorId?: string | null;
  readonly [attribute: string]: Attribute;
}

/** How a unit came into an experiment. */
export interface Assignment {
  readonly assignment_type: "deterministic" | "random";
  /** Key of the control variant. */
  readonly control: string;
  /** What is bucketed: `user`, `team`, `visitor`, or an attribute of the context by name. */
  readonly unit: string;
  /** The evaluation that gave this answer put the unit into the experiment. */
  readonly is_new: boolean;
}

/** The answer of `POST /api/v1/evaluate`, as it travels. A server that renders a page puts it there as `bootstrap`. */
export interface Answer {
  /** Version of the ruleset. */
  readonly version: number;
  readonly flags: Readonly<Record<string, FlagDetails>>;
  /** Variant by experiment. */
  readonly experiments: Readonly<Record<string, string>>;
  readonly assignments: Readonly<Record<string, Assignment>>;
}

/** Everything one context gets, at one moment. Never changes: the next one is another object. */
export interface Snapshot extends Answer {
  /** No answer yet, and the first request has not failed either. */
  readonly isLoading: boolean;
}

/** An event as it travels. */
export interface TurnoutEvent {
  /** UUIDv7; the same event sent twice counts once. */
  readonly id: string;
  readonly event: string;
  readonly timestamp: string;
  readonly user_id?: string;
  readonly team_id?: string;
  readonly visitor_id?: string;
  readonly value?: number;
  readonly properties: Readonly<Record<string, Json | undefined>>;
}

/** The answer to events of which the server does not keep all. */
export interface EventsAnswer {
  /** How many are new. */
  readonly accepted: number;
  /** How many it had before. */
  readonly duplicates: number;
  readonly refused: readonly RefusedEvent[];
}

/** An event that the server understood and does not keep. */
export interface RefusedEvent {
  /** Its place in the request, from 0. */
  readonly index: number;
  readonly id: string;
  /** Stable, e.g. `variant_mismatch`; listed in docs/errors.md. */
  readonly code: string;
  /** Why, for people. */
  readonly detail: string;
}

/** Settings of {@link createTurnout}. All are read once. */
export interface TurnoutOptions {
  /** Address of the Turnout server, e.g. `https://flags.example.com`. */
  readonly url: string;
  /** A client key. It may only evaluate and send events, so it may stand in a page; a server key must not. */
  readonly clientKey: string;
  /** Who this is, as far as is known. */
  readonly context?: Context;
  /** The evaluate answer for the same context, made while the page was rendered: used at once, and no request is made until something changes. */
  readonly bootstrap?: Answer;
  /** False: nothing is stored on the device and no visitor id exists until `setConsent(true)`. Default true. */
  readonly consent?: boolean;
  /** Domain of the visitor cookie, e.g. `.example.com`, to share the visitor among subdomains. Default: this host only. */
  readonly cookieDomain?: string;
  /** False: no live updates, neither streamed nor polled. Default true. */
  readonly live?: boolean;
  /** Called with every event as it is recorded, for example the PostHog tracker. Never called while the browser asks for privacy (Global Privacy Control). */
  readonly tracker?: (event: TurnoutEvent) => void;
  /** Told of each request that failed (the `Response` that said so, or the error of the network), and of events that the server does not keep (an {@link EventsAnswer}). The client itself goes on with what it knows; it tries failed requests again, and not refused events. */
  readonly onError?: (error: unknown) => void;
}

/** The flags and experiments of one context. Its functions need no `this`. */
export interface Evaluation {
  /** What is known now. Reading it logs no exposure. */
  readonly snapshot: () => Snapshot;
  /** What was known before anything was read from this device: the bootstrap, or nothing. What a server rendered, so what hydration must show first. */
  readonly initial: Snapshot;
  /** Calls the listener after each answer, until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
  /** A flag's value, or the fallback (`false` unless given) when there is none of its type. Logs the exposure where an experiment decides the flag. */
  readonly getFlag: FlagReader;
  /** As {@link getFlag}, with variant and reason. */
  readonly evaluateFlag: FlagDetailsReader;
  /** The values of all flags, by key. Logs no exposure. */
  readonly getAllFlags: () => Readonly<Record<string, Json>>;
  /** This context's variant of an experiment, null outside of it. Logs the exposure. */
  readonly getVariant: <K extends ExperimentKey>(slug: K) => VariantOf<K> | null;
  /** Logs that the unit met its variant: once per unit, variant and browser session, however often it is called. Nothing happens for a unit outside of the experiment. */
  readonly logExposure: (slug: string) => void;
  /** Records a metric event. `value` is its number (revenue, seconds, …); all else are properties. */
  readonly track: (event: string, details?: { readonly value?: number; readonly [property: string]: Json | undefined }) => void;
  /** Records that the unit did what the experiment hopes for. Nothing happens where `variant` is null. */
  readonly trackExperimentConversion: <K extends ExperimentKey>(
    slug: K, variant: VariantOf<K> | null | undefined, assignmentType: "deterministic" | "random",
    details: { readonly conversionEvent: string; readonly value?: number }) => void;
  /** Asks the server now. Never rejects: a failure goes to `onError` and leaves the snapshot as it was. */
  readonly refresh: () => Promise<void>;
}

/** The client: the evaluation of its own context, and what concerns all of them. */
export interface Turnout extends Evaluation {
  /** Fetches, listens for changes and sends events, until the returned function is called. Before that the client only reads what is stored. */
  readonly start: () => () => void;
  /** Says who this is now (after sign-in or sign-out). What was known stays until the new answer is there; the visitor id goes along, so visitor experiments keep their variants. */
  readonly identify: (context: Context) => Promise<unknown>;
  /** The evaluation of this client's context with some members replaced, e.g. `scope({ teamId: 7 })`. The same members give the same object. */
  readonly scope: (context: Context) => Evaluation;
  /** True allows a visitor id and storage from now on; false forgets both. */
  readonly setConsent: (consent: boolean) => Promise<unknown>;
  /** Sends the events that wait. They are sent by themselves within half a second and when the page is left. */
  readonly flush: () => Promise<void>;
}
