import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { compile } from "../../compile.ts";

const DEVICES = [
  ...BACKENDS.map((backend) => ({ name: backend, options: { backend } as const })),
  { name: "wasm without relaxed SIMD", options: { relaxedSimd: false } as const },
];

/** On a GPU a quotient may be 2.5 units in the last place off, and denormal numbers may be zero. */
const UNITS = 2.5 * 2 ** -24;

describe.each(DEVICES)("$name", ({ name, options }) => {
  const onGpu = name === "webgpu";

  test("a mean divides by the count: of equal numbers it is that number", async () => {
    const mean = await compile((x) => x.mean(), options);
    for (const n of [3, 7, 41, 47, 49, 83, 200]) {
      const [of] = (await mean({ shape: [n], data: new Array(n).fill(1) })).data;
      expect(Math.abs(of - 1), `${n}`).toBeLessThanOrEqual(onGpu ? UNITS : 0);
    }
    await mean.close();
  });

  test.skipIf(onGpu)("a division by a tiny number is one", async () => {
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
