import { describe, expect, test } from "vitest";
import { gradients } from "../../autodiff/backward.ts";
import { createProgram } from "../../graph/program.ts";
import { constant, filled, input, iota, type Tensor, variable } from "../../graph/tensor.ts";
import { layerContext } from "../../model/layer-context.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { traceUpdate } from "../../optimize/step/trace-update.ts";
import { type Kernel, readsOf, withoutSweeps, writesOf } from "../kernel.ts";
import { makePlan } from "../make-plan.ts";
import type { Plan } from "../plan.ts";
import { materialized } from "./materialize.ts";

/** The primitives whose values lie in memory, but for those that were given. */
function inMemory(outputs: Record<string, Tensor>): string[] {
  const nodes = [...materialized(createProgram(outputs))];
  return nodes.map(({ primitive }) => primitive as string).filter((primitive) => primitive !== "input");
}

function kernelsOf(plan: Plan): Kernel[] {
  return withoutSweeps(plan.phases.flat());
}

/** The temporaries of a plan, without their numbers. */
function temporaries(plan: Plan): string[] {
  const written = kernelsOf(plan).flatMap(writesOf);
  const names = written.filter(({ kind }) => kind === "temporary").map(({ name }) => name.replace(/ #?\d+$/, ""));
  return names;
}

const x = input("x", [8, 6]);
const row = input("row", [6]);

describe("what lies in memory", () => {
  test.each<[string, Record<string, Tensor>, string[]]>([
    ["a chain is computed where it is read", { y: x.add(1).mul(2).exp().sum() }, ["sum", "reshape"]],
    ["so is a cheap value that two read", twice(x.add(1)), ["sum", "sum", "add"]],
    ["a dear value that two read is not", twice(x.exp()), ["exp", "sum", "sum", "add"]],
    ["a dear value of a row that is spread is not", { y: x.add(row.exp()).sum([0], true) }, ["exp", "sum"]],
    [
      "a cheap one is not either: it would be computed in every row",
      { y: x.add(row.mul(2)).sum([0], true) },
      ["mul", "sum"],
    ],
    ["a given row is spread where it lies", { y: x.add(row).sum([0], true) }, ["sum"]],
    ["an operand of a product is written", { y: x.exp().matmul(x.transpose()) }, ["exp", "matmul"]],
    ["but read through views", { y: x.transpose().matmul(x.slice([0, 0], [8, 3])) }, ["matmul"]],
    ["one number everywhere is written for a product", { y: filled([4, 8], 1).matmul(x) }, ["broadcast", "matmul"]],
    ["counted numbers too", { y: iota([4, 8], 1).matmul(x) }, ["iota", "matmul"]],
    [
      "a computed value is written before its axes are joined",
      { y: x.transpose().mul(2).reshape([48]).sum([0], true) },
      ["mul", "sum"],
    ],
    ["not before an axis is split", { y: x.mul(2).reshape([8, 2, 3]).sum([1], true) }, ["sum"]],
    ["windows side by side are read through", { y: images(2).sum([2, 4], true) }, ["sum"]],
    ["overlapping windows of a computed image are not", { y: images(1).sum([2, 4], true) }, ["mul", "sum"]],
    ["a table is written", { y: x.exp().gather(row).sum([1], true) }, ["exp", "sum"]],
    ["what is picked from it is not", { y: x.gather(row).add(1).sum([1], true) }, ["sum"]],
  ])("%s", (_, outputs, expected) => {
    expect(inMemory(outputs)).toEqual(expect.arrayContaining(expected));
    expect(inMemory(outputs)).toHaveLength(expected.length);
  });

  test("no expression grows without bounds", () => {
    let y: Tensor = x;
    for (let i = 0; i < 20; i++) y = y.tanh();
    const written = inMemory({ y: y.sum([0], true) });
    expect(written.length).toBeGreaterThan(4);
    expect(written.length).toBeLessThan(12);
  });
});

function twice(value: Tensor): Record<string, Tensor> {
  return { y: value.sum([0], true).add(value.mul(3).sum([0], true)) };
}

function images(stride: number): Tensor {
  return input("image", [2, 6, 6, 3]).mul(2).window([2, 2], [stride, stride]);
}

describe("a convolution with bias, rectifier and pooling", () => {
  const image = input("image", [2, 8, 8, 3]);
  const kernel = variable("kernel", [3, 3, 3, 4]);
  const bias = variable("bias", [4]);
  const y = image.conv2d(kernel).add(bias).relu().window([2, 2], [2, 2]).max([2, 4]);

  test("writes the convolution and the pool, nothing between", () => {
    expect(temporaries(makePlan(createProgram({ y })))).toEqual(["conv2d", "max"]);
  });

  test("finds the place of the maximum beside it, and spreads its gradient without adding", () => {
    const [ofKernel, ofBias] = gradients(y.sum(), [kernel, bias]);
    const plan = makePlan(createProgram({ y, ofKernel, ofBias }));
    const pool = kernelsOf(plan).find((each) => each.kind === "reduce" && each.results.some(({ op }) => op === "max"));
    expect(pool?.kind === "reduce" && pool.results.map(({ op }) => op)).toEqual(["max", "argMax"]);
    expect(kernelsOf(plan).filter(({ kind }) => kind === "fill")).toEqual([]);
    expect(
      kernelsOf(plan).some((each) => each.kind === "map" && each.stores.some(({ accumulate }) => accumulate)),
    ).toBe(false);
  });
});

describe("a step of Adam", () => {
  test("updates a parameter and its two moments in one kernel", () => {
    const params = { a: variable("a", [7, 5]), b: variable("b", [9]) };
    const grads = { a: input("gradient a", [7, 5]), b: input("gradient b", [9]) };
    const plan = makePlan(createProgram({ done: constant(1) }, traceUpdate(adam(), params, grads).updates));
    const updating = kernelsOf(plan).filter((kernel) => writesOf(kernel).some(({ kind }) => kind === "variable"));
    expect(
      updating.map((kernel) => [
        kernel.kind,
        writesOf(kernel)
          .map(({ name }) => name)
          .toSorted(),
      ]),
    ).toEqual([
      ["map", ["a", "optimizer/mean/a", "optimizer/square/a"]],
      ["map", ["b", "optimizer/mean/b", "optimizer/square/b"]],
    ]);
    for (const kernel of updating)
      expect(
        readsOf(kernel)
          .map(({ name }) => name)
          .filter((name) => name.startsWith("grad")),
      ).toHaveLength(1);
  });
});

describe("a batch norm's gradients", () => {
  test("sums g and g · x̂ in one pass", () => {
    const parameters = { scale: variable("scale", [20]), shift: variable("shift", [20]) };
    const state = { mean: variable("mean", [20]), variance: variable("variance", [20]) };
    const context = layerContext({ training: true, parameters, state, key: constant(0) });
    const loss = batchNorm()
      .build([20])
      .forward(input("x", [32, 20]), context)
      .relu()
      .square()
      .mean();
    const [scale, shift] = gradients(loss, [parameters.scale, parameters.shift]);
    const plan = makePlan(createProgram({ scale, shift }));
    // One pass for the center, one for what the mean is off it and the variance, and one for both sums of the gradients.
    const passes = kernelsOf(plan).flatMap((kernel) => (kernel.kind === "reduce" ? [kernel.results.length] : []));
    expect(passes).toEqual([1, 2, 2]);
  });
});
