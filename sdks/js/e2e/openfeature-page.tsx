import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
import { OpenFeature, OpenFeatureProvider, useBooleanFlagValue, useContextMutator, useStringFlagDetails, useTrack } from "@openfeature/react-sdk";
import { withTracking } from "@turnout/openfeature";
import { createRoot } from "react-dom/client";

const settings = new URLSearchParams(location.search);
const [url, key, targetingKey] = ["turnout", "key", "user"].map((name) => settings.get(name)!) as [string, string, string];

const Page = () => {
  const { value, errorCode } = useStringFlagDetails("greeting", "default");
  const isPro = useBooleanFlagValue("pro-only", false);
  const checkout = useBooleanFlagValue("checkout", false);
  const { setContext } = useContextMutator();
  const { track } = useTrack();
  return (
    <>
      <h1>{value}</h1>
      <p id="error">{errorCode ?? "none"}</p>
      <p id="plan">{isPro ? "pro" : "free"}</p>
      <button id="upgrade" onClick={() => setContext({ targetingKey, plan: "pro" })}>Upgrade</button>
      <button id="buy" onClick={() => track("purchase", { value: 10 })}>{checkout ? "Buy now" : "Buy"}</button>
    </>
  );
};

await OpenFeature.setContext({ targetingKey, plan: "free" });
const provider = withTracking(new OFREPWebProvider({ baseUrl: url, headers: [["X-API-Key", key]] }), { url, key });
OpenFeature.setProvider(provider);
createRoot(document.querySelector("main")!).render(<OpenFeatureProvider suspend={false}><Page /></OpenFeatureProvider>);
