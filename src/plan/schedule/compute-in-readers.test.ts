import { describe, expect, test } from "vitest";
import { interpret, KernelMemory } from "../../../test/interpret-kernels.ts";
import { gradients } from "../../autodiff/backward.ts";
import { createProgram, type Program } from "../../graph/program.ts";
import { input, type Tensor, variable } from "../../graph/tensor.ts";
import { type Buffer, type Kernel, readsOf, withoutSweeps, writesOf } from "../kernel.ts";
import { images } from "../lower/images/images.ts";
import { lower } from "../lower/lower.ts";
import { simplify } from "../lower/simplify.ts";
import { makePlan } from "../make-plan.ts";
import { computeInReaders } from "./compute-in-readers.ts";
import { merge } from "./merge.ts";

const image = input("image", [2, 4, 6, 8]);
const weights = input("weights", [2, 2, 3, 8]);

/** Σ of the largest relu(x) of each window, weighted. */
const pooled = (x: Tensor) => x.relu().window([2, 2], [2, 2]).max([2, 4]).mul(weights).sum();

/** The gradient of an image that is pooled, and what reads it. */
function programOf(readers: (gradient: Tensor) => Record<string, Tensor>): Program {
  const [gradient] = gradients(pooled(image), [image]);
  return simplify(createProgram(readers(gradient)));
}

/** The kernels before and after, and all outputs by either. */
function both(program: Program, keep: (kernels: readonly Kernel[]) => Buffer[] = () => []) {
  const { kernels, outputs } = lower(program, {}, images);
  const before = merge(kernels);
  const after = computeInReaders(before, new Set(keep(before)));
  const run = (which: readonly Kernel[]) => {
    const memory = new KernelMemory();
    for (const buffer of which.flatMap(readsOf))
      if (buffer.kind === "input")
        memory.set(
          buffer,
          Array.from({ length: buffer.size }, (_, i) => ((i * 7) % 11) - 4), // with ties, and windows without a positive number
        );
    interpret(which, memory);
    return Object.fromEntries(Object.entries(outputs).map(([name, buffer]) => [name, [...memory.of(buffer)]]));
  };
  return { before, after, computed: [run(before), run(after)] };
}

const spread = (kernels: readonly Kernel[]) =>
  kernels.flatMap(writesOf).filter(({ name }) => name.includes("unwindow"));

describe("computeInReaders", () => {
  test.each<[string, (gradient: Tensor) => Record<string, Tensor>]>([
    ["a sum over pixels", (g) => ({ sum: g.sum([0, 1, 2]) })],
    ["a map in its order", (g) => ({ map: g.mul(image) })],
    ["both, and a sum over channels", (g) => ({ sum: g.sum([0, 1, 2]), map: g.mul(3), last: g.mul(image).sum([3]) })],
  ])("lets %s compute what is spread over windows", (_, readers) => {
    const { before, after, computed } = both(programOf(readers));
    expect(spread(before)).toHaveLength(1);
    expect(spread(after)).toHaveLength(0);
    expect(computed[1]).toEqual(computed[0]);
  });

  test("stores it too for those who read it elsewhere", () => {
    const { after, computed } = both(
      programOf((g) => ({ sum: g.sum([0, 1, 2]) })),
      spread,
    );
    expect(spread(after)).toHaveLength(1);
    expect(computed[1]).toEqual(computed[0]);
  });

  test.each<[string, (gradient: Tensor) => Record<string, Tensor>]>([
    ["the place of a maximum is asked for", (g) => ({ place: g.argMax([1, 2]) })],
    ["a reader walks through it in another way", (g) => ({ turned: g.slice([0, 1, 0, 0], [2, 2, 6, 8]).sum([1]) })],
  ])("leaves it in memory where %s", (_, readers) => {
    const { before, after } = both(programOf(readers));
    expect(spread(before)).toHaveLength(1);
    expect(after).toEqual(before);
  });

  test("is left out of predictions: how much is read for how much is filled depends on the size of the batch", () => {
    const spread = input("x", [4, 1, 8]).mul(variable("w", [1, 16, 8]));
    const program = createProgram({ y: spread.reshape([4, 128]).sum([1]) });
    const stored = (program: Program) =>
      withoutSweeps(makePlan(program).phases.flat())
        .flatMap(writesOf)
        .filter(({ kind }) => kind === "temporary").length;
    expect([stored(program), stored({ ...program, bySample: true })]).toEqual([1, 2]); // w as it is read is one
  });
});
