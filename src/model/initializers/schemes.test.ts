import { expect, test } from "vitest";
import { RandomStream } from "../../random.ts";
import type { Initializer } from "../initializer.ts";
import { gaussian } from "./gaussian.ts";
import { glorotNormal } from "./glorot-normal.ts";
import { glorotUniform } from "./glorot-uniform.ts";
import { heNormal } from "./he-normal.ts";
import { heUniform } from "./he-uniform.ts";
import { lecunNormal } from "./lecun-normal.ts";
import { lecunUniform } from "./lecun-uniform.ts";
import { standardNormal } from "./standard-normal.ts";

const [FAN_IN, FAN_OUT] = [400, 100];

/** The standard deviation of each scheme for these fans, and the fourth moment in units of its square. */
const SCHEMES: readonly (readonly [Initializer, std: number, kurtosis: number])[] = [
  [standardNormal(), 1, 3],
  [gaussian(), 1 / 400, 3],
  [lecunNormal(), 1 / 20, 3],
  [lecunUniform(), 1 / 20, 9 / 5],
  [glorotNormal(), Math.sqrt(2 / 500), 3],
  [glorotUniform(), Math.sqrt(2 / 500), 9 / 5],
  [heNormal(), Math.sqrt(2 / 400), 3],
  [heUniform(), Math.sqrt(2 / 400), 9 / 5],
];

test.each(SCHEMES.map(([scheme, std, kurtosis]) => ({ scheme, name: scheme.name, std, kurtosis })))(
  "$name has a mean of 0, its variance, and its form",
  ({ scheme, std, kurtosis }) => {
    const random = new RandomStream(1, "laws");
    const weights = scheme.draw({ shape: [FAN_IN, FAN_OUT], fanIn: FAN_IN, fanOut: FAN_OUT, random });
    const n = weights.length;
    const moment = (power: number) => weights.reduce((sum, w) => sum + (w / std) ** power, 0) / n;
    // Five standard errors of each moment, from those of the scheme: √(1/n), √((κ − 1)/n), √((μ₈ − κ²)/n).
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt((kurtosis - 1) / n));
    const eighth = kurtosis === 3 ? 105 : 9;
    expect(Math.abs(moment(4) - kurtosis)).toBeLessThan(5 * Math.sqrt((eighth - kurtosis ** 2) / n));
  },
);

test("N(0, 1) weights make of n inputs a standard deviation of √n, not n", () => {
  const random = new RandomStream(2, "sums");
  const [n, outputs] = [784, 2000];
  const weights = standardNormal().draw({ shape: [n, outputs], fanIn: n, fanOut: outputs, random });
  const x = Float64Array.from({ length: n }, () => random.normal());
  const norm = Math.sqrt(x.reduce((sum, each) => sum + each ** 2, 0)); // about √n for inputs of standard deviation 1
  let squares = 0;
  for (let j = 0; j < outputs; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += x[i] * weights[i * outputs + j];
    squares += sum ** 2;
  }
  const std = Math.sqrt(squares / outputs);
  expect(Math.abs(std / norm - 1)).toBeLessThan(5 / Math.sqrt(2 * outputs)); // the standard error of a standard deviation
  expect(norm).toBeGreaterThan(26); // √784 = 28
  expect(norm).toBeLessThan(30);
});
