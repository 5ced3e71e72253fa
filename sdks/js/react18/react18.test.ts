import { version } from "react";
import { version as ofDom } from "react-dom";
import { expect, test } from "vitest";

test("these tests run with React 18", () => {
  expect([version, ofDom]).toEqual(["18.3.1", "18.3.1"]);
});
