import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { useExperiment, useFlag } from "@turnout/react";
import { TestProvider } from "@turnout/react/testing";

const Page = () => {
  const theme = useFlag("theme", "light");
  const { variant, isControl, isLoading, trackConversion } = useExperiment("pricing");
  return <button onClick={() => trackConversion("paid")}>{[theme, variant, isControl, isLoading].join()}</button>;
};

afterEach(cleanup);

test("components see the given values, without network", () => {
  const fetched = vi.fn();
  vi.stubGlobal("fetch", fetched);
  render(<TestProvider flags={{ theme: "dark" }} experiments={{ pricing: "b" }}><Page /></TestProvider>);
  expect(screen.getByRole("button").textContent).toBe("dark,b,false,false");
  expect(fetched).not.toHaveBeenCalled();
});

test("components see their own fallbacks where nothing is given", () => {
  render(<TestProvider><Page /></TestProvider>);
  expect(screen.getByRole("button").textContent).toBe("light,,false,false");
});

test("new values are shown", () => {
  const { rerender } = render(<TestProvider flags={{ theme: "dark" }}><Page /></TestProvider>);
  rerender(<TestProvider flags={{ theme: "blue" }} experiments={{ pricing: "old" }} control="old"><Page /></TestProvider>);
  expect(screen.getByRole("button").textContent).toBe("blue,old,true,false");
});

test("exposures and conversions are told", () => {
  const onEvent = vi.fn();
  render(<TestProvider experiments={{ pricing: "b" }} onEvent={onEvent}><Page /></TestProvider>);
  screen.getByRole("button").click();
  expect(onEvent.mock.calls.map(([{ event, properties }]) => [event, properties.variant])).toEqual([["experiment_viewed", "b"], ["experiment_conversion", "b"]]);
});

test("events are told to the function of the latest render", () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const { rerender } = render(<TestProvider experiments={{ pricing: "b" }} onEvent={first}><Page /></TestProvider>);
  rerender(<TestProvider experiments={{ pricing: "b" }} onEvent={second}><Page /></TestProvider>);
  screen.getByRole("button").click();
  expect([first, second].map((onEvent) => onEvent.mock.calls.map(([{ event }]) => event))).toEqual([["experiment_viewed"], ["experiment_conversion"]]);
});
