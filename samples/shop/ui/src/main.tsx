import type { TurnoutOptions } from "@turnout/browser";
import { TurnoutProvider } from "@turnout/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Shop } from "./Shop";
import "./shop.css";
import "./turnout";

declare global {
  interface Window {
    /** Written into the page by the server: where Turnout is, who this is, and what Turnout answers for them. */
    shop: TurnoutOptions & { context: { userId: string | null; teamId: string | null; plan: string | null } };
  }
}

createRoot(document.querySelector("#root")!).render(
  <StrictMode>
    <TurnoutProvider {...window.shop}>
      <Shop person={window.shop.context} path={location.pathname} />
    </TurnoutProvider>
  </StrictMode>,
);
