"use client";
import { createTurnout, type Turnout, type TurnoutOptions } from "@turnout/browser";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";

/** What {@link TurnoutProvider} is given: a client, or the settings to make one. */
export type TurnoutProviderProps = { readonly children?: ReactNode } & (
  | ({ readonly client?: undefined } & TurnoutOptions)
  | { readonly client: Turnout });

/** @internal */
export const TurnoutContext = createContext<Turnout | null>(null);

/**
 * Gives flags and experiments to everything below it, from one request. It starts its client when it is mounted and stops it when
 * it is unmounted; a changed `context` is passed on (`identify`), all other settings are read once.
 */
export const TurnoutProvider = ({ children, ...props }: TurnoutProviderProps): ReactNode => {
  const options = props as TurnoutOptions & { client?: Turnout };
  const [turnout] = useState(() => options.client ?? createTurnout(options));
  useEffect(() => turnout.start(), [turnout]);
  const context = JSON.stringify(options.context);
  useEffect(() => {
    if (context) turnout.identify(JSON.parse(context));
  }, [turnout, context]);
  return <TurnoutContext.Provider value={turnout}>{children}</TurnoutContext.Provider>;
};

/** The client of the nearest provider. Throws where there is none. */
export const useTurnout = (): Turnout => {
  const turnout = useContext(TurnoutContext);
  if (!turnout) throw new Error("There is no <TurnoutProvider> above this component.");
  return turnout;
};
