import { useExperiment, useTurnout } from "@turnout/react";

const prices = {
  control: { individual: 10, teams: 20 },
  "variant-a": { individual: 12, teams: 24 },
  "variant-b": { individual: 8, teams: 16 },
};

/** More than two variants. The purchase is a metric event with its amount as value. */
export const Pricing = () => {
  const { track } = useTurnout();
  const { variant, trackConversion } = useExperiment("pricing-tiers");
  const buy = (amount: number) => {
    trackConversion("pass_bought", amount);
    track("purchase", { value: amount, currency: "EUR" });
  };
  return (
    <>
      <h1>Passes</h1>
      <ul className="cards">
        {Object.entries(prices[variant ?? "control"]).map(([tier, amount]) => (
          <li key={tier}>
            <h2>{tier === "teams" ? "Teams" : "Individual"}</h2>
            <p className="price">{amount} € a month</p>
            <button onClick={() => buy(amount)}>Buy</button>
          </li>
        ))}
      </ul>
    </>
  );
};
