import { describe, expect, test } from "vitest";
import { philox4x32 } from "./random/philox.ts";
import { inverseNormal, RandomStream } from "./random.ts";

describe("philox4x32", () => {
  // The known-answer vectors of Random123 1.14 (kat_vectors, philox 4x32 10).
  test.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])("counter %j under key %j", (counter, key, expected) => {
    expect([...philox4x32(counter, key)]).toEqual(expected);
  });
});

describe("RandomStream", () => {
  test("gives the same numbers for the same address and others for another", () => {
    const draw = (seed: number, purpose: string, index: number) => {
      const stream = new RandomStream(seed, purpose, index);
      return Array.from({ length: 8 }, () => stream.bits());
    };
    expect(draw(1, "shuffle", 0)).toEqual(draw(1, "shuffle", 0));
    expect(draw(1, "shuffle", 0)).not.toEqual(draw(2, "shuffle", 0));
    expect(draw(1, "shuffle", 0)).not.toEqual(draw(1, "shuffle", 1));
    expect(draw(1, "shuffle", 0)).not.toEqual(draw(1, "init", 0));
    expect(draw(1, "shuffle", 0)).not.toEqual(draw(1 + 2 ** 32, "shuffle", 0));
  });

  test("draws uniform and normal numbers with the right moments", () => {
    const stream = new RandomStream(7, "moments");
    const n = 100_000;
    const uniform = moments(Array.from({ length: n }, () => stream.uniform()));
    expect(uniform.mean).toBeCloseTo(0.5, 2);
    expect(uniform.variance).toBeCloseTo(1 / 12, 2);
    const normal = moments(Array.from({ length: n }, () => stream.normal()));
    expect(Math.abs(normal.mean)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(normal.variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  });

  test("draws integers within range, each value about equally often", () => {
    const stream = new RandomStream(3, "integers");
    const counts = new Array(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[stream.integer(7)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  test("permutes: every number once", () => {
    const order = new RandomStream(5, "permutation").permutation(1000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...order]).not.toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });
});

describe("inverseNormal", () => {
  // Quantiles of N(0, 1), as printed in statistical tables to ten digits.
  test.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.0013498980316300933, -3],
    [1e-9, -5.997807015007773],
    [0.84134474606854293, 1],
  ])("at %f", (p, z) => {
    expect(inverseNormal(p)).toBeCloseTo(z, 10);
  });
});

function moments(values: number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return { mean, variance: values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length };
}
