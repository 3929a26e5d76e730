import { expect, test } from "vitest";
import { BACKENDS, expectClose } from "../../test/backends.ts";
import { compile } from "../compile.ts";
import { inverseNormal } from "../random.ts";
import { standardNormal } from "./standard-normal.ts";

test.each(BACKENDS)("is the quantile of N(0, 1), into both tails: %s", async (backend) => {
  const words = [0, 1, 2, 100, 1e4, 56_000, 57_000, 1e6, 4e6, 2 ** 23 - 1, 2 ** 23, 2 ** 24 - 2, 2 ** 24 - 1];
  const normal = await compile(standardNormal, { backend });
  const { data } = await normal({ shape: [words.length], data: words.map((word) => word * 2 ** -24) });
  // the middle of the interval of 2⁻²⁴ that a word stands for
  const expected = words.map((word) => inverseNormal((word + 0.5) * 2 ** -24));
  expectClose(data, expected, 2e-6);
  expect(data[0]).toBeCloseTo(-5.42, 2);
  await normal.close();
});
