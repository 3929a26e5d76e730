import { describe, expect, test } from "vitest";
import { compile } from "../../src/compile.ts";
import type { Optimizer } from "../../src/optimize/optimizer.ts";
import * as transforms from "../../src/optimize/transforms/index.ts";
import { BACKENDS, expectClose, TOLERANCE } from "../backends.ts";
import { type Numbers, oracleCases } from "../oracle.ts";

interface ClippingCase {
  name: string;
  theta?: number;
  value?: number;
  grads: Numbers[];
  clipped: Numbers[];
}

const makers: Record<string, (one: ClippingCase) => Optimizer> = {
  clipByGlobalNorm: ({ theta = 0 }) => transforms.clipByGlobalNorm(theta),
  clipByValue: ({ value = 0 }) => transforms.clipByValue(value),
  normalizeAbove: ({ theta = 0 }) => transforms.normalizeAbove(theta),
};

const cases = oracleCases<ClippingCase>("clipping");
const kindOf = ({ name }: ClippingCase) => name.split(" ")[0];

test("every case is covered", () => {
  expect(cases.length).toBe(27);
  expect(cases.filter((one) => !(kindOf(one) in makers))).toEqual([]);
});

describe.each(BACKENDS)("%s", (backend) => {
  test.each(cases.map((one) => ({ one, name: one.name })))("$name", async ({ one }) => {
    const transform = makers[kindOf(one)](one);
    // PyTorch divides by ‖g‖ + 1e-6 where it clips by the global norm; the rule itself divides by ‖g‖.
    const tolerance = kindOf(one) === "clipByGlobalNorm" ? 1e-5 : TOLERANCE[backend];
    for (const [i, { data }] of one.clipped.entries()) {
      const compiled = await compile(
        (...grads) => {
          const tensors = Object.fromEntries(grads.map((grad, k) => [`p${k}`, grad]));
          const stage = { params: tensors, grads: tensors, state: {}, step: 1 };
          return (transform.apply(stage, { step: 0 }).grads ?? tensors)[`p${i}`];
        },
        { backend },
      );
      expectClose((await compiled(...one.grads)).data, data, tolerance, `gradient ${i}`);
      await compiled.close();
    }
  });
});
