import type { Turnout } from "@turnout/browser";

declare global {
  interface Window {
    /** The client of the page under test. */
    turnout: Turnout;
    /** What it has reported. */
    errors: unknown[];
  }
}
