import { expect, test } from "vitest";
import { createProgram } from "../../graph/program.ts";
import { input, random, type Tensor, variable } from "../../graph/tensor.ts";
import { makePlan } from "../../plan/make-plan.ts";
import { nanosecondsOf } from "./nanoseconds-of.ts";

const time = (value: Tensor) => nanosecondsOf(makePlan(createProgram({ value })));
const image = (size: number, channels: number) => variable("image", [8, size, size, channels]);
const kernel = variable("kernel", [3, 3, 16, 16]);

test("twice the work takes about twice as long, whatever it is", () => {
  const of: Record<string, (n: number) => Tensor> = {
    product: (n) => variable("a", [n, 100]).matmul(variable("b", [100, 100])),
    map: (n) => variable("x", [n, 100]).add(1),
    "random numbers": (n) => random([n, 100], input("key", [3], "uint32"), 1),
    rows: (n) => variable("table", [n, 100]).scatterAdd(variable("rows", [n], "uint32"), 10),
    sum: (n) => variable("x", [n, 100]).square().sum(),
  };
  for (const [name, make] of Object.entries(of)) {
    const ratio = time(make(20_000)) / time(make(10_000));
    expect(ratio, name).toBeGreaterThan(1.8);
    expect(ratio, name).toBeLessThan(2.2);
  }
});

test("long functions cost more than short ones, direct convolutions more than those in Winograd's form", () => {
  const x = variable("x", [1000]);
  expect(time(x.exp())).toBeGreaterThan(2 * time(x.abs()));
  const winograd = image(34, 16).conv2d(kernel);
  const direct = image(65, 16).conv2d(kernel, { stride: [2, 2] }); // as many outputs
  expect(winograd.shape).toEqual(direct.shape);
  expect(time(direct)).toBeGreaterThan(1.5 * time(winograd));
});
