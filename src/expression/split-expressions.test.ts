import { expect, test } from "vitest";
import { splitExpressions } from "./split-expressions.ts";

test.each([
  ["adam, sgd", ["adam", "sgd"]],
  ["adam(),sgd({ learningRate: 0.1, momentum: 0.9 })", ["adam()", "sgd({ learningRate: 0.1, momentum: 0.9 })"]],
  [String.raw`partition([["a,)\"", adam()]]),muon`, [String.raw`partition([["a,)\"", adam()]])`, "muon"]],
  ["it's/a.csv,b.csv", ["it's/a.csv", "b.csv"]],
  ["1e-3,1e-2", ["1e-3", "1e-2"]],
  ["", [""]],
])("%s", (text, parts) => {
  expect(splitExpressions(text)).toEqual(parts);
});
