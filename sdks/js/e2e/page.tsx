import { createTurnout } from "@turnout/browser";
import { TurnoutProvider, useExperiment, useFlag, useFlags, useVisitorExperiment } from "@turnout/react";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";

const settings = new URLSearchParams(location.search);
window.errors = [];
window.turnout = createTurnout({
  url: settings.get("turnout")!,
  clientKey: settings.get("key")!,
  consent: settings.get("consent") !== "no",
  context: settings.has("company") ? { company: settings.get("company") } : {},
  onError: (error) => window.errors.push(error instanceof Response ? `${error.status} ${error.url}` : error instanceof Error ? String(error) : error),
});

const Hero = () => <h1>{useVisitorExperiment("landing-hero").variant ?? "none"}</h1>;

const Upgrade = ({ user }: { user?: string }) => {
  const { variant, isLoading, trackConversion } = useExperiment("upgrade-button", { userId: user });
  return <button id="upgrade" onClick={() => trackConversion("upgrade_clicked")}>{isLoading ? "loading" : variant ?? "none"}</button>;
};

const Plans = () => {
  const { variant, trackConversion } = useExperiment("company-plans");
  return <button id="plans" onClick={() => trackConversion("plan_chosen")}>{variant ?? "none"}</button>;
};

const Theme = () => <p id="theme">{useFlag("theme", "light")}</p>;

const Loading = () => <p id="loading">{String(useFlags().isLoading)}</p>;

const Page = () => {
  const [user, setUser] = useState<string>();
  return (
    <TurnoutProvider client={window.turnout}>
      <Hero /><Theme /><Plans /><Upgrade user={user} /><Loading />
      <button id="sign-in" onClick={() => {
        setUser("ada");
        window.turnout.identify({ userId: "ada" });
      }}>Sign in</button>
    </TurnoutProvider>
  );
};

createRoot(document.querySelector("main")!).render(<StrictMode><Page /></StrictMode>);
