import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpret, KernelMemory } from "../../../test/interpret-kernels.ts";
import { createProgram } from "../../graph/program.ts";
import { sizeOf } from "../../graph/shape.ts";
import { input, iota, type Tensor } from "../../graph/tensor.ts";
import type { Kernel, MapKernel, ReduceKernel } from "../kernel.ts";
import { lower } from "../lower/lower.ts";
import { simplify } from "../lower/simplify.ts";
import { collapse } from "./collapse.ts";

function kernelsOf(y: Tensor): Kernel[] {
  return lower(simplify(createProgram({ y }))).kernels;
}

/** The extents of the first map or reduction, after its axes are joined. */
function extentsOf(y: Tensor): readonly number[] {
  return (collapse(kernelsOf(y)[0]) as MapKernel | ReduceKernel).extents;
}

const x = input("x", [2, 3, 4]);

describe("collapse", () => {
  test.each<[string, Tensor, readonly number[]]>([
    ["contiguous axes", x.mul(2), [24]],
    ["not across a row that is spread", x.mul(input("row", [4])), [6, 4]],
    ["not across a column that is spread", x.mul(input("column", [2, 3, 1])), [6, 4]],
    ["not across one in the middle", x.mul(input("middle", [3, 1])), [2, 3, 4]],
    ["a matrix that is spread over leading axes", x.mul(input("matrix", [3, 4])), [2, 12]],
    ["not a transposed one", x.transpose([1, 0, 2]).mul(2), [3, 2, 4]],
    ["what stays together in a transpose", x.transpose([1, 2, 0]).mul(2), [12, 2]],
    ["not a slice", x.slice([0, 0, 0], [2, 3, 2]).mul(2), [6, 2]],
    ["a slice of the first axis", x.slice([1, 0, 0], [1, 3, 4]).mul(2), [12]],
    ["axes of extent 1 away", input("ones", [1, 5, 1, 1]).mul(2), [5]],
    ["all axes of a single number away", input("one", [1, 1]).mul(2), []],
    ["reduced axes with their like alone", x.sum([1, 2]), [2, 12]],
    ["kept axes with their like alone", x.sum([2]), [6, 4]],
    ["not reduced axes with a kept one between", x.sum([0, 2]), [2, 3, 4]],
    ["not where an index is counted along one", iota([2, 3, 4], 2).mul(x), [6, 4]],
  ])("joins %s", (_, y, expected) => {
    expect(extentsOf(y)).toEqual(expected);
  });

  test.each<[string, Tensor, readonly number[]]>([
    ["no reduced axes", x.sum([1, 2]), [2, 3, 4]],
    ["no reduced axes of a single sample", input("one", [1, 3, 4]).sum([1, 2]), [3, 4]],
    ["kept axes as ever", x.sum([2]), [6, 4]],
    ["a column that is alone with nothing", input("column", [5, 1]).sum([0]), [5, 1]],
    ["nor one of several axes", input("column", [5, 1, 1]).sum([0]), [5, 1]],
    ["columns beside it with it", input("columns", [5, 3, 1]).sum([0]), [5, 3]],
    ["a row away that is alone", input("row", [1, 5, 1]).sum([1, 2]), [5]],
    ["maps as ever", input("column", [5, 1]).mul(2), [5]],
  ])("by samples, joins %s", (_, y, expected) => {
    const collapsed = collapse(kernelsOf(y)[0], true) as MapKernel | ReduceKernel;
    expect(collapsed.extents).toEqual(expected);
  });

  test("leaves other kernels alone", () => {
    const [product] = kernelsOf(input("a", [2, 3]).matmul(input("b", [3, 4])));
    expect(collapse(product)).toBe(product);
  });

  test("computes the same, whatever it joins", () => {
    const extent = fc.constantFrom(1, 1, 2, 3, 4);
    const cases = fc.record({
      shape: fc.array(extent, { minLength: 1, maxLength: 4 }),
      turn: fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }),
      spread: fc.nat(15),
      reduced: fc.nat(15),
    });
    fc.assert(
      fc.property(cases, ({ shape, turn, spread, reduced }) => {
        const a = input("a", shape);
        const b = input(
          "b",
          shape.map((extent, axis) => ((spread >> axis) & 1 ? 1 : extent)),
        );
        const order = shape.map((_, axis) => axis).sort((i, j) => turn[i] - turn[j]);
        const axes = shape.flatMap((_, axis) => ((reduced >> axis) & 1 ? [axis] : []));
        const turned = a
          .mul(b)
          .add(iota(shape, turn[0] % shape.length))
          .transpose(order);
        const y = axes.length === 0 ? turned : turned.max(axes).add(turned.argMax(axes)).sub(turned.sum(axes));
        const program = simplify(createProgram({ y }));
        const { kernels, outputs } = lower(program);
        const computed = (which: readonly Kernel[]) => {
          const memory = new KernelMemory();
          for (const leaf of kernels.flatMap((kernel) => ("terms" in kernel ? kernel.terms : [])))
            if (leaf.op === "load" && leaf.view.buffer.kind === "input")
              memory.set(
                leaf.view.buffer,
                Array.from({ length: sizeOf(shape) }, (_, i) => (i * 7) % 11),
              );
          interpret(which, memory);
          return [...memory.of(outputs.y)];
        };
        for (const bySample of [false, true])
          expect(computed(kernels.map((kernel) => collapse(kernel, bySample)))).toEqual(computed(kernels));
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
