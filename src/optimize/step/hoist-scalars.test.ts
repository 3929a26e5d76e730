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

test("a rule that looks at other elements at a later step is refused, by the numbers that follow from them", () => {
  const x = input("x", [30]);
  const rule = (step: number) =>
    x
      .slice([0], [step < 5000 ? 10 : 20])
      .mean()
      .add(step);
  const { scalarsAt } = hoistScalars("update", sampleSteps, rule);
  expect(() => scalarsAt?.(6000)).toThrow(/^update: expected an update rule of the same form at every step/);
});

test("numbers are found without making nodes again", () => {
  const x = input("x", [2]);
  const rule = (step: number) => x.mul(step).sum().add(x.where(step, 2)).sqrt();
  const { scalarsAt } = hoistScalars("numbers", sampleSteps, rule);
  const before = input("x", []).id;
  expect(Array.from(scalarsAt?.(3) ?? [])).toEqual([3, 3]);
  expect(input("x", []).id).toBe(before + 1);
});

test("numbers are found where a later step makes other nodes", () => {
  const x = input("x", [2]);
  const rule = (step: number) => (step === 5 ? x.abs() : x.neg()).mul(step).sum().add(step);
  const { scalarsAt } = hoistScalars("numbers", sampleSteps, rule);
  for (const step of [4, 5, 6, 5]) expect(Array.from(scalarsAt?.(step) ?? [])).toEqual([step, step]);
});
