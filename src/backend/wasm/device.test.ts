import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BackendPair, errors, largestUlps, normals, numbers } from "../../../test/compare-backends.ts";
import { comparePrimitives } from "../../../test/compare-primitives.ts";
import { functionRanges, SPECIAL } from "../../../test/primitive-cases.ts";
import { BINARY, UNARY } from "../../graph/primitives.ts";
import { constant, Tensor } from "../../graph/tensor.ts";

let pair: BackendPair;
beforeAll(async () => {
  pair = await BackendPair.open();
});
afterAll(() => pair.close());

comparePrimitives("", () => pair);

test("a chain of samples that has more places in memory than a function has parameters", async () => {
  const chained = (x: Tensor) => {
    let y = x;
    for (let i = 0; i < 400; i++)
      y = y
        .exp()
        .tanh()
        .sub(y.max([1], true));
    return { value: y };
  };
  const { tested, reference } = await pair.compute(chained, [normals([64, 16])]);
  expect(errors(tested, reference).value).toBeLessThan(1e-5);
});

describe("not-a-numbers, infinities, zeros and the ends of the range", () => {
  /** Correctly rounded, or chosen: the same bits but for the sign of zero. */
  const rounded = ["neg", "abs", "sign", "sqrt", "floor", "stopGradient"] as const;
  test.each(UNARY)("%s", async (primitive) => {
    const x = numbers([SPECIAL.length], SPECIAL);
    const { tested, reference } = await pair.compute((a) => ({ value: new Tensor(primitive, {}, [a]) }), [x]);
    const limit = (rounded as readonly string[]).includes(primitive) ? 0 : 3;
    const { ulps, at } = largestUlps(tested.value, reference.value);
    expect(ulps, `${primitive}(${SPECIAL[at]}): ${tested.value[at]}, not ${reference.value[at]}`).toBeLessThanOrEqual(
      limit,
    );
  });

  const left = SPECIAL.flatMap((a) => SPECIAL.map(() => a));
  const right = SPECIAL.flatMap(() => SPECIAL);
  test.each(BINARY)("%s", async (primitive) => {
    const args = [left, right].map((values) => numbers([values.length], values));
    const { tested, reference } = await pair.compute((a, b) => ({ value: a[primitive](b) }), args);
    const { ulps, at } = largestUlps(tested.value, reference.value);
    const call = `${primitive}(${left[at]}, ${right[at]}): ${tested.value[at]}, not ${reference.value[at]}`;
    expect(ulps, call).toBe(0);
  });

  test("where", async () => {
    const args = [left, right, right.toReversed()].map((values) => numbers([values.length], values));
    const { tested, reference } = await pair.compute((a, b, c) => ({ value: a.where(b, c) }), args);
    expect(largestUlps(tested.value, reference.value).ulps).toBe(0);
  });

  test.each(["maximum", "minimum", "less", "equal", "add", "mul", "sub"] as const)(
    "%s with each as a constant",
    async (primitive) => {
      const x = numbers([SPECIAL.length], SPECIAL);
      const { tested, reference } = await pair.compute(
        (a) =>
          Object.fromEntries(
            SPECIAL.flatMap((value, i) => [
              [`${i} right ${value}`, a[primitive](value)],
              [`${i} left ${value}`, constant(value)[primitive](a)],
            ]),
          ),
        [x],
      );
      for (const name of Object.keys(reference))
        expect(largestUlps(tested[name], reference[name]), name).toMatchObject({ ulps: 0 });
    },
  );

  test("kernels of one form that differ in such a number alone", async () => {
    const values = [Number.NaN, Infinity, -Infinity, 0, -0];
    const { tested, reference } = await pair.compute(
      (...tensors) => Object.fromEntries(tensors.map((x, i) => [`${values[i]}`, constant(1).div(x.mul(values[i]))])),
      values.map((_, i) => normals([7], i)),
    );
    for (const name of Object.keys(reference))
      expect([...tested[name]], name).toEqual([...Float32Array.from(reference[name])]);
  });

  test("a rectifier keeps a not-a-number", async () => {
    const { tested } = await pair.compute(
      (a) => ({ value: a.relu() }),
      [numbers([6], [Number.NaN, -1, 2, -0, Infinity, -Infinity])],
    );
    expect([...tested.value]).toEqual([Number.NaN, 0, 2, expect.closeTo(0), Infinity, 0]);
  });

  test.each(["sum", "max", "argMax"] as const)("%s", async (primitive) => {
    const rows = [
      [1, Number.NaN, 3, 4, 5, 6, 7],
      [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity, -Infinity, -Infinity],
      [1, Infinity, 2, Infinity, 0, 0, 0],
      [-Infinity, 1, 2, 3, -1, -2, -3],
    ];
    const x = numbers([4, 7], rows.flat());
    const { tested, reference } = await pair.compute(
      (a) => ({ across: a[primitive]([1]), down: a.transpose()[primitive]([0]), all: a[primitive]() }),
      [x],
    );
    for (const [name, error] of Object.entries(errors(tested, reference))) expect(error, name).toBe(0);
  });
});

describe("functions that no instruction computes, over a dense grid", () => {
  test.each(functionRanges)("$primitive between $from and $to", async ({ primitive, from, to, ulps }) => {
    const count = 40_001;
    const grid = Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
    const x = numbers([count], grid);
    const { tested, reference } = await pair.compute((a) => ({ value: a[primitive]() }), [x]);
    const worst = largestUlps(tested.value, reference.value);
    const { [worst.at]: at } = x.data;
    expect(worst.ulps, `${primitive}(${at}): ${tested.value[worst.at]}`).toBeLessThanOrEqual(ulps);
  });
});
