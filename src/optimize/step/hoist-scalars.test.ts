import { expect, test } from "vitest";
import { compile } from "../../compile.ts";
import { filled, input } from "../../graph/tensor.ts";
import { hoistScalars } from "./hoist-scalars.ts";

const sampleSteps = [0, 1, 1000];

test("numbers that change are fed, in the order in which they are met", () => {
  const { scalarsAt } = hoistScalars("numbers", sampleSteps, (step: number) =>
    input("x", [2])
      .mul(3)
      .add(0.5 ** step)
      .mul(step),
  );
  expect(Array.from(scalarsAt?.(2) ?? [])).toEqual([0.25, 2]);
});

test("nothing is fed where nothing changes", () => {
  expect(hoistScalars("numbers", sampleSteps, () => input("x", [2]).mul(3)).scalarsAt).toBeUndefined();
});

test("the traced rule computes with what is fed", async () => {
  const traced = await compile(
    (x, numbers) => {
      const rule = hoistScalars("argument 1", sampleSteps, (step: number) => x.mul(2).add(step));
      expect(rule.scalarsAt?.(7)).toEqual(Float64Array.of(7));
      return rule.traced.add(numbers.sum().mul(0));
    },
    { backend: "reference" },
  );
  const { data } = await traced({ shape: [2], data: [1, 2] }, { shape: [1], data: [7] });
  expect(Array.from(data)).toEqual([9, 11]);
  await traced.close();
});

test("a rule whose form changes is refused", () => {
  const { scalarsAt } = hoistScalars("update", sampleSteps, (step: number) => filled([], step).add(step === 5 ? 1 : 2));
  expect(() => scalarsAt?.(5)).toThrow(/^update: expected an update rule of the same form at every step/);
});
