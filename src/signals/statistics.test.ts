import { expect, test } from "vitest";
import { BACKENDS } from "../../test/backends.ts";
import { compile } from "../compile.ts";
import { normOf, scaleOf } from "./statistics.ts";

test.each(BACKENDS)("%s: a norm neither overflows nor underflows, whichever values are large", async (backend) => {
  const square = await compile((x) => x.div(scaleOf(x)).square().sum(), { backend });
  const scale = await compile(scaleOf, { backend });
  const norm = async (data: number[]) => {
    const x = { shape: [data.length], data: data.map(Math.fround) };
    return normOf((await square(x)).data, (await scale(x)).data[0]);
  };
  expect(await norm([...new Array(8).fill(1e-21), ...new Array(64).fill(1)])).toBeCloseTo(8, 5);
  expect((await norm([3e30, -4e30])) / 5e30).toBeCloseTo(1, 6);
  if (backend !== "webgpu")
    // which may take denormal numbers for zero
    expect((await norm([3e-41, 4e-41])) / 5e-41).toBeCloseTo(1, 3); // floats are as coarse there
  expect(await norm([0, 0])).toBe(0);
  await Promise.all([square.close(), scale.close()]);
});
