// Written by `turnout generate --typescript`; do not edit.
import "@turnout/browser";

declare module "@turnout/browser" {
  interface FlagTypes {
    "shop.banner": boolean;
  }
  interface ExperimentTypes {
    "dashboard-layout": "list" | "grid";
    "landing-hero": "control" | "benefit-focused";
    "pricing-tiers": "control" | "variant-a" | "variant-b";
    "team-reports": "control" | "charts";
    "upgrade-button": "control" | "urgent";
  }
}
