import { useExperiment } from "@turnout/react";
import type { Person } from "../Shop";

const journeys = ["Berlin to Vienna", "Paris to Nice", "Oslo to Bergen", "Rome to Palermo"];

/** The unit is the team: ada and ben are of one team and see the same. */
export const Dashboard = ({ person }: { person: Person }) => {
  const { variant } = useExperiment("dashboard-layout", { teamId: person.teamId, skip: !person.teamId });
  if (!person.teamId) return <p>Sign in to see your team's journeys.</p>;
  return (
    <>
      <h1>Journeys of {person.teamId}</h1>
      <ul className={variant === "grid" ? "cards" : "lines"} data-layout={variant ?? "list"}>
        {journeys.map((journey) => <li key={journey}>{journey}</li>)}
      </ul>
    </>
  );
};
