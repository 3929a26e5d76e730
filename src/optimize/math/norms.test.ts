import { describe, expect, test } from "vitest";
import { compile } from "../../compile.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { globalNorm, normOf, unitNorms } from "./norms.ts";

describe.each(["wasm", "reference"] as const)("norms on %s", (backend) => {
  // ‖(3s, 4s)‖ = 5s. Squares of float32 overflow above 1.8e19.
  test.each([1e37, 1e20, 1e19, 1, 1e-11, 1e-17, 1e-22, 1e-30])("are right at %s", async (size) => {
    const f = await compile((a: Tensor, b: Tensor) => globalNorm({ a, b }), { backend, threads: 0 });
    const { data } = await f({ shape: [2], data: [3 * size, 0] }, { shape: [1], data: [-4 * size] });
    expect(data[0] / size).toBeCloseTo(5, 4);
    await f.close();
  });

  test("are those of each output", async () => {
    const f = await compile((a: Tensor) => unitNorms(a), { backend, threads: 0 });
    const { shape, data } = await f({ shape: [2, 2], data: [3e30, 5, 4e30, 12] });
    expect(shape).toEqual([1, 2]);
    expect([data[0] / 5e30, data[1]]).toEqual([expect.closeTo(1, 5), expect.closeTo(13, 5)]);
    await f.close();
  });

  test("are not numbers where a value is none, infinite where one is, and 0 of zeros", async () => {
    const f = await compile((a: Tensor) => normOf(a), { backend, threads: 0 });
    const of = async (...data: number[]) => (await f({ shape: [2], data })).data[0];
    expect([await of(1, Number.NaN), await of(1, -Infinity), await of(0, 0)]).toEqual([Number.NaN, Infinity, 0]);
    await f.close();
  });
});
