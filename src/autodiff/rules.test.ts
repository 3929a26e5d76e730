import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../test/backends.ts";
import { checkGradients, cotangentOf, weighedSum } from "../../test/finite-differences.ts";
import { argumentsOf, type GradientCase, gradientCases } from "../../test/gradient-cases.ts";
import { compile } from "../compile.ts";
import type { Primitive } from "../graph/primitives.ts";
import type { Shape } from "../graph/shape.ts";
import { filled, iota, sumOf, type Tensor } from "../graph/tensor.ts";
import { gradients } from "./backward.ts";
import { rules } from "./rules.ts";

/** The gradients of f as one tensor: each weighed by the place of its numbers, and added up. */
function gradientOf({ f, wrt, args }: GradientCase): (...tensors: Tensor[]) => Tensor {
  return (...tensors) => {
    const wanted = (wrt ?? args.map((_, i) => i)).map((i) => tensors[i]);
    const output = f(...tensors);
    const direction = placeWeights(output.shape); // any fixed cotangent
    return sumOf(
      gradients(output, wanted, direction).map((gradient) => gradient.mul(placeWeights(gradient.shape)).sum()),
    );
  };
}

function placeWeights(shape: Shape): Tensor {
  return shape.reduce<Tensor>((weights, _, axis) => weights.add(iota(shape, axis).mul(0.3 + axis)), filled(shape, 0.7));
}

test("every primitive has its cases", () => {
  expect(Object.keys(gradientCases).sort()).toEqual(Object.keys(rules).sort());
  for (const list of Object.values(gradientCases))
    if (typeof list !== "string") expect(list.length).toBeGreaterThanOrEqual(3);
});

describe.each(Object.entries(gradientCases))("%s", (primitive, list) => {
  if (typeof list === "string") {
    test("has no gradient", () => {
      const rule = rules[primitive as Primitive] as () => unknown[];
      expect(rule().every((gradient) => gradient === undefined)).toBe(true);
    });
    return;
  }
  const rows = list.map((one) => ({
    one,
    name: one.args.map((arg) => `[${"data" in arg ? arg.shape : arg}]`).join(" "),
  }));

  test.each(rows)("first and second gradients of $name are the differences", async ({ one }) => {
    const wrt = one.wrt ?? one.args.map((_, i) => i);
    await checkGradients(one.f, argumentsOf(one), { wrt });
    await checkGradients(gradientOf(one), argumentsOf(one), { wrt, eps: 1e-5 });
  });

  test.each(BACKENDS.filter((backend) => backend !== "reference"))("%s gives the same gradients", async (backend) => {
    for (const one of list) {
      const args = argumentsOf(one);
      const all = [...args, await cotangentOf(one.f, args)];
      const [plain, fast] = await Promise.all(
        (["reference", backend] as const).map((name) => compile(weighedSum(one.f, args), { backend: name })),
      );
      const expected = await plain.withGradients(...all);
      const { value, gradients: found } = await fast.withGradients(...all);
      expectClose([value], [expected.value], TOLERANCE[backend], "value");
      found.forEach((gradient, i) => {
        expectClose(gradient.data, expected.gradients[i].data, TOLERANCE[backend], `gradient ${i}`);
      });
      await fast.close();
    }
  });
});
