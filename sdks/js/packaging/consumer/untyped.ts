// How an application without generated types calls the packages. Compiled against the packed packages; each @ts-expect-error must be one.
import { createTurnout, type Turnout, type TurnoutEvent } from "@turnout/browser";
import { posthogTracker } from "@turnout/browser/posthog";
import { useExperiment, useFlag, useFlagDetails, useFlags } from "@turnout/react";
import { TestProvider } from "@turnout/react/testing";

const turnout: Turnout = createTurnout({ url: "https://flags.example.com", clientKey: "k", tracker: posthogTracker() });
export const on: boolean = turnout.getFlag("any-key");
export const theme: string = turnout.getFlag("theme", "light");
export const limit: number = turnout.evaluateFlag("limit", 3).value;
export const items: { max: number } = turnout.getFlag("items", { max: 3 });
export const variant: string | null = turnout.getVariant("pricing");
export const event = (given: TurnoutEvent): string | undefined => given.user_id;

export const Component = () => {
  const checked: boolean = useFlag("any-key");
  const label: string = useFlagDetails("label", "Buy").value;
  const { flags, isLoading } = useFlags();
  const { variant, isControl, isNewAssignment } = useExperiment("cta", { userId: 7, teamId: null, visitorId: undefined, skip: false });
  return [checked, label, flags.x, isLoading, variant, isControl, isNewAssignment, TestProvider].length;
};

// @ts-expect-error the fallback says it is a number
export const wrong: string = turnout.getFlag("limit", 3);
// @ts-expect-error a client key is needed
createTurnout({ url: "https://flags.example.com" });
// @ts-expect-error functions are not attributes
void turnout.identify({ plan: () => "pro" });
