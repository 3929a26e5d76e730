import { describe, expect, test } from "vitest";
import { createProgram } from "../../graph/program.ts";
import { input, type Tensor, variable } from "../../graph/tensor.ts";
import type { Kernel } from "../kernel.ts";
import { makePlan } from "../make-plan.ts";

/** The kinds of kernels phase by phase; a sweep as "blocks: kind kind …". */
function phasesOf(outputs: Record<string, Tensor>): string[][] {
  const name = (kernel: Kernel): string =>
    kernel.kind === "sweep" ? `${kernel.blocks}: ${kernel.kernels.map(name).join(" ")}` : kernel.kind;
  return makePlan(createProgram(outputs)).phases.map((kernels) => kernels.map(name));
}

const images = input("images", [32, 8, 8, 16]);
const kernel = variable("kernel", [3, 3, 16, 16]);
/** Dear enough to be written to memory where two read it. */
const dear = (x: Tensor) => x.exp().tanh();

describe("kernels that follow one another sample by sample", () => {
  test("are a sweep: a padded image, its convolution, the sums over windows of that", () => {
    const y = images.add(1).pad([0, 1, 1, 0], [0, 1, 1, 0]).conv2d(kernel);
    const pooled = y.reshape([32, 4, 2, 4, 2, 16]).sum([2, 4], true);
    expect(phasesOf({ pooled })).toEqual([["winogradWeights", "8: fill map"], ["8: convolution reduce map"]]);
  });

  test("are several where there are more places in memory than a function has parameters", () => {
    let x: Tensor = input("x", [64, 32]);
    for (let i = 0; i < 400; i++) x = dear(x).sub(x.max([1], true));
    const sweeps = phasesOf({ y: x }).flat();
    expect(sweeps.length).toBeGreaterThan(1);
    expect(sweeps.every((sweep) => sweep.split(" ").length < 500)).toBe(true);
  });

  test("are none where a sum over the samples lies between", () => {
    const x = dear(input("x", [64, 32]));
    expect(phasesOf({ y: x.sub(x.sum([0], true)) })).toEqual([["map"], ["reduce"], ["map"]]);
  });

  test("are none where the samples do not divide into 8 blocks or more", () => {
    const x = dear(input("x", [7, 5]));
    expect(phasesOf({ y: x.add(x.sum([1], true)) })).toEqual([["map"], ["reduce"], ["map"]]);
  });

  test("have so many blocks that one stays in the cache", () => {
    const x = dear(input("x", [1024, 4096]));
    expect(phasesOf({ y: x.add(x.max([1], true)) })).toEqual([["64: map reduce map"]]);
  });

  test("leave behind what has to wait, and are joined from beyond it", () => {
    const x = dear(input("x", [64, 32]));
    const total = x.sum([0], true);
    const each = x.max([1], true);
    expect(phasesOf({ total, each, both: x.mul(each) })).toEqual([["8: map reduce map map"], ["reduce"], ["map"]]);
  });
});
