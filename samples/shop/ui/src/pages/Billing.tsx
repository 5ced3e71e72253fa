import { useExperiment } from "@turnout/react";
import { useState } from "react";
import type { Person } from "../Shop";

/** The conversion is verified: the shop's server checks that the variant is this user's own before it counts. */
export const Billing = ({ person }: { person: Person }) => {
  const { variant } = useExperiment("upgrade-button", { userId: person.userId, skip: !person.userId });
  const [answer, setAnswer] = useState<string>();
  if (!person.userId) return <p>Sign in to see your bills.</p>;
  const upgrade = async () => {
    const response = await fetch("/api/v1/experiments/converted", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ experiment: "upgrade-button", variant: variant ?? "control", action_taken: "billing_button_clicked" }),
    });
    setAnswer(response.status === 201 ? "Thank you." : `That did not work (${response.status}).`);
  };
  return (
    <>
      <h1>Billing</h1>
      <p>You have the plan {person.plan}.</p>
      <button onClick={upgrade}>{variant === "urgent" ? "Upgrade now!" : "Manage billing"}</button>
      <p role="status">{answer}</p>
    </>
  );
};
