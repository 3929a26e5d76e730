import { expect, test } from "vitest";
import { withFunctions } from "./functions.ts";

const defined = (code: string) => [...withFunctions(code).matchAll(/^fn (\w+)/gm)].map(([, name]) => name);

test("a shader has the functions that it calls, and those that they call, before it", () => {
  const code = "fn main() { let y = sigmoid(x); }";
  expect(defined(code)).toEqual([
    "isNaN",
    "keepNaN",
    "powerOf2",
    "reducedExponential",
    "exponential",
    "sigmoid",
    "main",
  ]);
  expect(withFunctions(code).endsWith(code)).toBe(true);
});

test("a shader that calls none has none", () => {
  expect(withFunctions("let y = abs(x);")).toBe("let y = abs(x);");
});

test("conditions are joined without branches, which take compilers long", () => {
  const all = ["isLess", "isEqual", "maximum", "minimum", "signOf", "exponentialMinus1", "logarithm", "softplus"];
  const text = withFunctions(all.map((name) => `${name}(x)`).join());
  expect(text).not.toMatch(/&&|\|\||\bif\b/);
});

test("no function takes a number for what it is not by comparing it with itself", () => {
  expect(withFunctions("isNaN(x) keepNaN(x) logarithm(x)")).not.toMatch(/(\w+) [!=]= \1\b/);
});
