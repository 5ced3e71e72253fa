// What examples in the documentation may take as given: parts of the reader's own application. All else they must import.
import type { Turnout } from "@turnout/browser";
import type { ComponentType, ReactNode } from "react";

declare global {
  const turnout: Turnout;
  const url: string;
  const key: string;
  const clientKey: string;
  const words: Record<string, string>;
  const prices: Record<string, number[]>;
  const showNewCheckout: () => void;
  const render: (page?: ReactNode) => void;
  const onEvent: (event: unknown) => void;
  const Shop: ComponentType;
  const Checkout: ComponentType;
  const NewCheckout: ComponentType;
  const OldCheckout: ComponentType;
  const Skeleton: ComponentType;
  const Grid: ComponentType;
  const List: ComponentType;
  const Table: ComponentType;
  const Charts: ComponentType;
  const PriceTable: ComponentType<{ prices: number[] | undefined }>;
  interface Window {
    posthog: { capture: (event: string, properties: Record<string, unknown>) => void };
  }
}
