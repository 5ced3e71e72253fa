import { useVisitorExperiment } from "@turnout/react";

/** An experiment over anonymous visitors: the hero works for people who have not signed in. */
export const Landing = () => {
  const { variant, trackConversion } = useVisitorExperiment("landing-hero");
  return (
    <section className="hero">
      <h1>{variant === "benefit-focused" ? "Fall asleep in Berlin, wake up in Vienna" : "The night train company"}</h1>
      <p>Compartments, couchettes and breakfast on forty lines.</p>
      <a className="action" href="/pricing" onClick={() => trackConversion("hero_clicked")}>See prices</a>
    </section>
  );
};
