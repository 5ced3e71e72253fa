// @vitest-environment node
import { expect, test, vi } from "vitest";
import { createTurnout, type Answer } from "@turnout/browser";

const answer: Answer = {
  version: 1,
  flags: { theme: { value: "dark", variant: "on", reason: "SPLIT", experiment: "pricing" } },
  experiments: { pricing: "b" },
  assignments: { pricing: { assignment_type: "deterministic", control: "control", unit: "user", is_new: false } },
};
const options = { url: "https://flags.test", clientKey: "k", context: { userId: "ada" } };

test("on a server a bootstrap is read, and nothing is sent", () => {
  const fetched = vi.fn();
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("navigator", undefined); // as in Node.js 20
  const turnout = createTurnout({ ...options, bootstrap: answer });
  expect(turnout.getFlag("theme", "light")).toBe("dark");
  expect(turnout.getVariant("pricing")).toBe("b");
  expect(fetched).not.toHaveBeenCalled();
});

test("on a server an answer can be asked for, without a visitor", async () => {
  const fetched = vi.fn(async (_: string, __: RequestInit) => Response.json(answer));
  vi.stubGlobal("fetch", fetched);
  const turnout = createTurnout(options);
  await turnout.refresh();
  expect(turnout.getFlag("theme", "light")).toBe("dark");
  expect(fetched.mock.calls[0]?.[1].body).toBe('{"context":{"userId":"ada"}}');
});
