import { describe, expect, test } from "vitest";
import { RandomStream } from "../../random.ts";
import type { Initializer } from "../initializer.ts";
import { constant } from "./constant.ts";
import { glorotUniform } from "./glorot-uniform.ts";
import { heNormal } from "./he-normal.ts";
import * as initializers from "./index.ts";
import { lsuv } from "./lsuv.ts";
import { ones } from "./ones.ts";
import { orthogonal } from "./orthogonal.ts";
import { truncatedNormal } from "./truncated-normal.ts";
import { uniform } from "./uniform.ts";
import { zeros } from "./zeros.ts";

function drawn(initializer: Initializer, shape: readonly number[], purpose = "test"): Float32Array {
  const fanOut = shape.at(-1) ?? 1;
  const fanIn = shape.slice(0, -1).reduce((product, extent) => product * extent, 1);
  return initializer.draw({ shape, fanIn, fanOut, random: new RandomStream(1, purpose) });
}

const stdOf = (numbers: ArrayLike<number>) =>
  Math.sqrt(Array.from(numbers).reduce((sum, x) => sum + x * x, 0) / numbers.length);

test.each(Object.entries(initializers))("%s fills any shape, the same for the same seed", (_, make) => {
  const initializer = (make as () => Initializer)();
  for (const shape of [[3, 4], [1], [0, 5], [2, 2, 3, 4], []]) {
    const numbers = drawn(initializer, shape);
    expect(numbers.length).toBe(shape.reduce((size, extent) => size * extent, 1));
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(drawn(initializer, shape)).toEqual(numbers);
  }
});

test("zeros, ones and constants", () => {
  expect(drawn(zeros(), [2])).toEqual(Float32Array.of(0, 0));
  expect(drawn(ones(), [2])).toEqual(Float32Array.of(1, 1));
  expect(drawn(constant(-0.5), [2])).toEqual(Float32Array.of(-0.5, -0.5));
});

test("uniform keeps to its bound and fills it", () => {
  const numbers = drawn(uniform(0.2), [100, 100]);
  expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(Math.fround(0.2));
  expect(Math.abs(stdOf(numbers) / (0.2 / Math.sqrt(3)) - 1)).toBeLessThan(0.04);
});

test("a truncated normal has no tails, and 0.88 of the standard deviation", () => {
  const numbers = drawn(truncatedNormal(0.1), [100, 200]);
  expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(Math.fround(0.2));
  expect(Math.abs(stdOf(numbers) / (0.1 * 0.8796) - 1)).toBeLessThan(0.03);
});

describe("orthogonal", () => {
  test.each([
    [[6, 4], 1],
    [[4, 6], 1],
    [[3, 3, 2, 5], Math.SQRT2],
    [[5, 5], 2],
  ])("%j with gain %f: lines at right angles", (shape, gain) => {
    const numbers = drawn(orthogonal({ gain }), shape);
    const outputs = shape.at(-1) as number;
    const inputs = numbers.length / outputs;
    const row = (i: number) => Array.from({ length: outputs }, (_, o) => numbers[i * outputs + o]);
    const column = (o: number) => Array.from({ length: inputs }, (_, i) => numbers[i * outputs + o]);
    const lines = Array.from({ length: Math.min(inputs, outputs) }, (_, k) => (inputs < outputs ? row(k) : column(k)));
    for (const [i, a] of lines.entries())
      for (const [j, b] of lines.entries()) {
        const product = a.reduce((sum, x, k) => sum + x * b[k], 0);
        expect(product).toBeCloseTo(i === j ? gain ** 2 : 0, 5);
      }
  });
});

test("lsuv draws orthonormal weights, to be scaled to outputs of variance 1", () => {
  const initializer = lsuv({ tolerance: 0.1, samples: 50 });
  expect(drawn(initializer, [6, 4])).toEqual(drawn(orthogonal(), [6, 4]));
  expect(initializer.unitVariance).toEqual({ tolerance: 0.1, samples: 50 });
});

/** The second moment of signals after 30 layers of 200 ReLU units, as a power of 2 of what it was. */
function halvingsOver30Layers(initializer: Initializer): number {
  const width = 200;
  const random = new RandomStream(3, "signal");
  let signal = Float64Array.from({ length: width }, () => Math.max(0, random.normal()));
  const before = stdOf(signal);
  for (let layer = 0; layer < 30; layer++) {
    const weights = drawn(initializer, [width, width], `layer ${layer}`);
    signal = Float64Array.from({ length: width }, (_, o) => {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += signal[i] * weights[i * width + o];
      return Math.max(0, sum);
    });
  }
  return 2 * Math.log2(before / stdOf(signal));
}

test("with ReLU, glorot halves the second moment at every layer, and he keeps it (He et al. 2015)", () => {
  expect(Math.abs(halvingsOver30Layers(glorotUniform()) - 30)).toBeLessThan(4);
  expect(Math.abs(halvingsOver30Layers(heNormal()))).toBeLessThan(4);
});
