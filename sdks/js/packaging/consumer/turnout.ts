// What `turnout generate --typescript` writes.
import "@turnout/browser";

declare module "@turnout/browser" {
  interface FlagTypes {
    "new-checkout": boolean;
    theme: "light" | "dark";
    limits: { readonly items: number };
  }
  interface ExperimentTypes {
    pricing: "control" | "a" | "b";
  }
}
