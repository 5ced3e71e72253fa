import type { TurnoutEvent } from "./types.js";

/** The one function of PostHog's client that is used. */
export interface PostHog {
  capture(event: string, properties: Record<string, unknown>): unknown;
}

/** Settings of {@link posthogTracker}. */
export interface PostHogOptions {
  /** Experiments whose variant is also set as the person property `experiment_<key>`; true for all. Default false: person properties stay clean. */
  readonly personProperties?: boolean | readonly string[];
}

/**
 * A tracker that repeats exposures and conversions to PostHog, under the same names and with the same properties; other events are
 * Turnout's own business. `posthog` is asked for at each event, so that a page may load PostHog late or not at all.
 */
export const posthogTracker = (
  posthog: () => PostHog | null | undefined = () => (globalThis as { posthog?: PostHog }).posthog,
  { personProperties = false }: PostHogOptions = {},
) => ({ event, user_id, team_id, visitor_id, properties }: TurnoutEvent): void => {
  if (event !== "experiment_viewed" && event !== "experiment_conversion") return;
  const slug = properties.experiment_slug as string;
  const onPerson = personProperties === true || (personProperties && personProperties.includes(slug));
  posthog()?.capture(event, {
    ...properties, user_id, team_id, visitor_id,
    ...(onPerson && { $set: { [`experiment_${slug}`]: properties.variant } }),
  });
};
