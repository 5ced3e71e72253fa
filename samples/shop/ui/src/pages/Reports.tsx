import { Experiment, Variant } from "@turnout/react";
import type { Person } from "../Shop";

const delays = [["Monday", 4], ["Tuesday", 9], ["Wednesday", 2], ["Thursday", 6], ["Friday", 12]] as const;

/** Targeted by plan: only eve (teams) and kim (organization) are ever in the experiment; everyone else sees the table. */
export const Reports = ({ person }: { person: Person }) => (
  <>
    <h1>Delays, minutes</h1>
    <Experiment slug="team-reports" skip={!person.userId}>
      <Variant name="control">
        <table><tbody>{delays.map(([day, minutes]) => <tr key={day}><th scope="row">{day}</th><td>{minutes}</td></tr>)}</tbody></table>
      </Variant>
      <Variant name="charts">
        <ul className="bars">{delays.map(([day, minutes]) => <li key={day} style={{ width: `${minutes * 6}%` }}>{day}: {minutes}</li>)}</ul>
      </Variant>
    </Experiment>
  </>
);
