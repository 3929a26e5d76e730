import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { compile } from "../../compile.ts";

const DEVICES = [
  ...BACKENDS.map((backend) => ({ name: backend, options: { backend } as const })),
  { name: "wasm without relaxed SIMD", options: { relaxedSimd: false } as const },
];

describe.each(DEVICES)("$name", ({ options }) => {
  test("a mean divides by the count: of equal numbers it is that number", async () => {
    const mean = await compile((x) => x.mean(), options);
    for (const n of [3, 7, 41, 47, 49, 83, 200])
      expect((await mean({ shape: [n], data: new Array(n).fill(1) })).data[0], `${n}`).toBe(1);
    await mean.close();
  });

  test("a division by a tiny number is one", async () => {
    const divide = await compile((a, b) => a.div(b), options);
    const tiny = Math.fround(1e-39); // 1 / 1e-39 is infinite in float32
    const quotients = async (data: number[]) => (await divide({ shape: [8], data }, { shape: [], data: [tiny] })).data;
    expect(Array.from(await quotients(new Array(8).fill(0)))).toEqual(new Array(8).fill(0));
    expect(Array.from(await quotients(new Array(8).fill(tiny)))).toEqual(new Array(8).fill(1));
    await divide.close();
    const byConstant = await compile((a) => a.div(2 ** -128), options);
    expect((await byConstant({ shape: [1], data: [2 ** -129] })).data[0]).toBe(0.5);
    await byConstant.close();
  });
});
