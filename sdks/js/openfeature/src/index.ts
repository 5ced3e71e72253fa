import { createSender } from "./sender.js";
import { uuid } from "./uuid.js";

/** The evaluation context as OpenFeature's SDKs hand it to hooks and providers. */
export interface TrackedContext {
  readonly targetingKey?: string;
  readonly [attribute: string]: unknown;
}

/** What OpenFeature's SDKs hand to hooks after an evaluation, as far as it is used. */
export interface EvaluatedFlag {
  readonly flagMetadata?: Readonly<Record<string, unknown>>;
}

/** A hook as OpenFeature's SDKs run it. */
export interface ExposureHook {
  after(hookContext: { readonly context: TrackedContext }, evaluation: EvaluatedFlag): void;
}

/** An event as it travels to `POST /ofrep/v1/track`. */
export interface TrackedEvent {
  /** UUIDv7; the same event sent twice counts once. */
  readonly id: string;
  readonly name: string;
  readonly timestamp: string;
  readonly context: TrackedContext;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Settings of {@link withTracking}. */
export interface TrackingOptions {
  /** Address of the Turnout server: the provider's `baseUrl`. */
  readonly url: string;
  /** The provider's key: a client key in a browser, a server key on a server. */
  readonly key: string;
  /** False: no exposures are logged, only what the application tracks. Default true. */
  readonly exposures?: boolean;
  /** Told of each request that failed (the `Response` that said so, or the network's error) and of answers whose `refused` names events that the server does not keep. */
  readonly onError?: (error: unknown) => void;
}

/** What {@link withTracking} adds to a provider. */
export interface Tracking {
  hooks: ExposureHook[];
  /** Called by the SDK for `client.track()`. */
  track(name: string, context: TrackedContext, details?: Readonly<Record<string, unknown>>): void;
  /** Called by the SDK when the provider is replaced or closed; sends what waits. */
  onClose(): Promise<void>;
  /** Sends the events that wait. They are sent by themselves within half a second, when a page is left, and when the provider is closed. */
  flush(): Promise<void>;
}

/** What a provider may have of its own. */
interface Provider {
  readonly hooks?: readonly unknown[];
  onClose?(): Promise<void>;
}

/** Exposures remembered so as not to log them again; beyond it the oldest is forgotten, and logging twice counts once. */
const maxRemembered = 10_000;

/**
 * Adds tracking to one of OpenFeature's OFREP providers, for servers or browsers: `client.track()` becomes a metric event, and each use of a
 * flag that an experiment decides logs that the unit met its variant, once per unit and variant. The provider itself is returned.
 */
export const withTracking = <P extends object>(provider: P, options: TrackingOptions): P & Tracking => {
  const sender = createSender(options);
  const own = provider as Provider;
  const close = own.onClose?.bind(provider);
  const seen = new Set<string>();

  const track: Tracking["track"] = (name, context, details = {}) =>
    sender.add({ id: uuid(), name, timestamp: new Date().toISOString(), context, details });

  const hook: ExposureHook = {
    after({ context }, { flagMetadata: { experiment, experimentVariant, experimentUnit } = {} }) {
      if (!experiment || !experimentVariant) return;
      const unit = [`${experimentUnit}Id`, `${experimentUnit}_id`, `${experimentUnit}`].map((name) => context[name]);
      const exposure = JSON.stringify([experiment, experimentVariant, context.targetingKey, unit]);
      if (seen.has(exposure)) return;
      if (seen.size === maxRemembered) seen.delete(seen.values().next().value!);
      seen.add(exposure);
      track("experiment_viewed", context, { experiment_slug: experiment, variant: experimentVariant });
    },
  };

  return Object.assign(provider, {
    hooks: [...(own.hooks ?? []), ...(options.exposures === false ? [] : [hook])] as ExposureHook[],
    track,
    flush: sender.flush,
    async onClose() {
      await sender.close();
      await close?.();
    },
  });
};
