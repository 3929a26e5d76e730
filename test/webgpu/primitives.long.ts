import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BINARY, UNARY } from "../../src/graph/primitives.ts";
import { constant, Tensor } from "../../src/graph/tensor.ts";
import {
  type Argument,
  BackendPair,
  errors,
  largestUlps,
  type Numbers,
  numbers,
  type Outputs,
} from "../compare-backends.ts";
import { comparePrimitives } from "../compare-primitives.ts";
import { functionRanges, SPECIAL } from "../primitive-cases.ts";
import { withoutGpu } from "../software-gpu.ts";

const onGpu = describe.skipIf(withoutGpu !== undefined);

let pair: BackendPair;
beforeAll(async () => {
  if (withoutGpu === undefined) pair = await BackendPair.open({ backend: "webgpu" });
});
afterAll(() => pair?.close());

/** What a GPU may take for zero: it need not compute with denormals. */
function flushed(values: ArrayLike<number>): Float32Array {
  return Float32Array.from(values, (x) => (Math.abs(Math.fround(x)) < 2 ** -126 ? 0 * x : x));
}

/** What both compute, denormals being zero. */
async function compute(
  trace: (...tensors: Tensor[]) => Outputs,
  args: readonly Argument[],
): Promise<Record<"tested" | "reference", Numbers>> {
  const { tested, reference } = await pair.compute(trace, args);
  const all = (results: Numbers) => Object.fromEntries(Object.entries(results).map(([name, x]) => [name, flushed(x)]));
  return { tested: all(tested), reference: all(reference) };
}

comparePrimitives(" on a GPU", () => pair, withoutGpu !== undefined);

onGpu("not-a-numbers, infinities, zeros and the ends of the range on a GPU", () => {
  // Not so small that a factor in between is taken for zero.
  const normal = SPECIAL.filter((x) => Math.abs(x) >= 2 ** -100 || x === 0 || Number.isNaN(x));
  const [left, right] = [normal.flatMap((a) => normal.map(() => a)), normal.flatMap(() => normal)];
  const listed = (values: readonly number[]) => numbers([values.length], values);
  /** Compared, chosen or moved, not rounded. */
  const exact: readonly string[] = ["neg", "abs", "sign", "floor", "stopGradient"];

  test.each(UNARY)("%s", async (primitive) => {
    const { tested, reference } = await compute((a) => ({ value: new Tensor(primitive, {}, [a]) }), [listed(normal)]);
    const { ulps, at } = largestUlps(tested.value, reference.value);
    expect(ulps, `${primitive}(${normal[at]}): ${tested.value[at]}, not ${reference.value[at]}`).toBeLessThanOrEqual(
      exact.includes(primitive) ? 0 : 3,
    );
  });

  test.each(BINARY)("%s", async (primitive) => {
    const { tested, reference } = await compute((a, b) => ({ value: a[primitive](b) }), [listed(left), listed(right)]);
    const { ulps, at } = largestUlps(tested.value, reference.value);
    const call = `${primitive}(${left[at]}, ${right[at]}): ${tested.value[at]}, not ${reference.value[at]}`;
    expect(ulps, call).toBeLessThanOrEqual(primitive === "div" ? 3 : 0);
  });

  test("where", async () => {
    const args = [left, right, right.toReversed()].map(listed);
    const { tested, reference } = await compute((a, b, c) => ({ value: a.where(b, c) }), args);
    expect(largestUlps(tested.value, reference.value).ulps).toBe(0);
  });

  test.each(["maximum", "minimum", "less", "equal", "add", "mul", "sub"] as const)(
    "%s with each as a constant",
    async (primitive) => {
      const { tested, reference } = await compute(
        (a) =>
          Object.fromEntries(
            normal.flatMap((value, i) => [
              [`${i} right ${value}`, a[primitive](value)],
              [`${i} left ${value}`, constant(value)[primitive](a)],
            ]),
          ),
        [listed(normal)],
      );
      for (const name of Object.keys(reference))
        expect(largestUlps(tested[name], reference[name]), name).toMatchObject({ ulps: 0 });
    },
  );

  test("a product with a constant zero keeps infinities, not-a-numbers and signs", async () => {
    const { tested, reference } = await compute(
      (a) => ({ zero: constant(1).div(a.mul(0)), minus: constant(1).div(a.mul(-0)), from: constant(0).div(a) }),
      [numbers([5], [1, -1, Infinity, -Infinity, Number.NaN])],
    );
    for (const name of Object.keys(reference)) expect([...tested[name]], name).toEqual([...reference[name]]);
  });

  test("denormals are told apart by comparisons, and have logarithms", async () => {
    const tiny = [2 ** -149, -(2 ** -149), 2 ** -140, -(2 ** -127), 2 ** -126, 0];
    const [a, b] = [tiny.flatMap((x) => tiny.map(() => x)), tiny.flatMap(() => tiny)].map(listed);
    const { tested, reference } = await pair.compute(
      (a, b) => ({ less: a.less(b), equal: a.equal(b), condition: a.where(1, 0), log: a.abs().log(), sign: a.sign() }),
      [a, b],
    );
    for (const name of Object.keys(reference))
      expect(largestUlps(tested[name], reference[name]).ulps, name).toBeLessThanOrEqual(name === "log" ? 2 : 0);
  });

  test.each(["sum", "max", "argMax"] as const)("%s", async (primitive) => {
    const rows = [
      [1, Number.NaN, 3, 4, 5, 6, 7],
      [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity, -Infinity, -Infinity],
      [1, Infinity, 2, Infinity, 0, 0, 0],
      [-Infinity, 1, 2, 3, -1, -2, -3],
    ];
    // As they are, and each number many times, so that threads share a row.
    for (const repeated of [1, 30]) {
      const x = numbers(
        [4, 7 * repeated],
        rows.flatMap((row) => row.flatMap((value) => Array(repeated).fill(value))),
      );
      const { tested, reference } = await pair.compute(
        (a) => ({ across: a[primitive]([1]), down: a.transpose()[primitive]([0]), all: a[primitive]() }),
        [x],
      );
      for (const [name, error] of Object.entries(errors(tested, reference))) expect(error, name).toBe(0);
    }
  });
});

onGpu("functions that no instruction computes, over a dense grid, on a GPU", () => {
  test.each(functionRanges)("$primitive between $from and $to", async ({ primitive, from, to, ulps }) => {
    const count = 40_001;
    const grid = Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
    const { tested, reference } = await compute((a) => ({ value: a[primitive]() }), [numbers([count], grid)]);
    const worst = largestUlps(tested.value, reference.value);
    expect(worst.ulps, `${primitive}(${grid[worst.at]}): ${tested.value[worst.at]}`).toBeLessThanOrEqual(ulps);
  });
});
