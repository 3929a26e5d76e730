import { describe, expect, expectTypeOf, test } from "vitest";
import {
  adam,
  arrays,
  averageWeights,
  checkGradients,
  clipByGlobalNorm,
  compare,
  compile,
  compileLayer,
  conv2d,
  csv,
  dense,
  digits,
  evaluate,
  exponentialDecay,
  filled,
  findRate,
  kFold,
  mnist,
  optimizerStepper,
  sequential,
  train,
} from "../src/index.ts";

const inputs = { shape: [4, 2], data: [0, 0, 0, 1, 1, 0, 1, 1] };
const data = arrays({ inputs, labels: [0, 1, 1, 0] });
const model = sequential([dense(2)]);
const trained = (await train(model, data, { epochs: 1, threads: 0 })).model;

/** Every public function that takes options, called with one more. */
const doors: Record<string, (more: object) => unknown> = {
  train: (more) => train(model, data, more),
  evaluate: (more) => evaluate(trained, data.train, more),
  predict: (more) => trained.predict(inputs, more),
  findRate: (more) => findRate(model, data, more),
  compare: (more) => compare({ vary: { dropout: [0, 0.5] }, ...more }),
  compile: (more) => compile(() => filled([], 1), more),
  compileLayer: (more) => compileLayer(dense(2), { input: [1, 2], ...more }),
  checkGradients: (more) => checkGradients(model, data, more),
  optimizerStepper: (more) => optimizerStepper(adam(), {}, more),
  kFold: (more) => kFold(data, 2, more),
  digits: (more) => digits(more),
  mnist: (more) => mnist({ cache: "/nowhere", ...more }),
  arrays: (more) => arrays({ inputs, labels: [0, 1, 1, 0] }, more),
  csv: (more) => csv("a,b\n1,2", { label: "b", ...more }),
  adam: (more) => adam(more),
  dense: (more) => dense(3, more),
};

describe.each(Object.entries(doors))("%s", (name, call) => {
  test.each(["quite", "__proto__", "constructor", "toString"])(
    "refuses an option %s, and names what there is",
    async (key) => {
      const more = JSON.parse(`{"${key}":{"seed":1}}`);
      const told = (async () => call(more))();
      await expect(told).rejects.toMatchObject({
        kind: "usage",
        message: expect.stringMatching(new RegExp(`${name}.*: expected (no )?option.*received "${key}"`)),
      });
    },
  );
});

test("compares on a test set, and says what there is to give", async () => {
  const vary = { dropout: [0, 0.5] };
  await expect(compare({ vary, data })).rejects.toThrow(
    "compare: data: expected a test set, on which variants are compared, received arrays without one.",
  );
  await expect(compare({ vary, bsae: {} } as never)).rejects.toThrow("Did you mean base?");
  await expect(compare(undefined as never)).rejects.toThrow(
    "compare: vary: expected at least two variants, received 1. Give a key at least two values, such as { dropout: [0, 0.5] }.",
  );
});

describe("the types", () => {
  test("demand what has no default", () => {
    expectTypeOf(dense).toBeCallableWith(3);
    expectTypeOf(dense).toBeCallableWith({ units: 3, bias: false });
    expectTypeOf(dense).toBeCallableWith(3, { init: undefined });
    expectTypeOf(conv2d).toBeCallableWith(8);
    expectTypeOf(conv2d).toBeCallableWith(8, 3, { padding: "same" });
    expectTypeOf(conv2d).toBeCallableWith(8, { padding: "same" });
    expectTypeOf(clipByGlobalNorm).toBeCallableWith(exponentialDecay(1));
    expectTypeOf(averageWeights).toBeCallableWith();
    // @ts-expect-error: units are missing
    expect(() => dense()).toThrow("dense: expected units");
    // @ts-expect-error: units are missing
    expect(() => dense({ bias: false })).toThrow("dense: expected units");
    // @ts-expect-error: filters are missing
    expect(() => conv2d()).toThrow("conv2d: expected filters");
    // @ts-expect-error: the first rate is missing
    expect(() => exponentialDecay()).toThrow("exponentialDecay: expected initial");
    // @ts-expect-error: there is no such option
    expect(() => dense(3, { unit: 4 })).toThrow("Did you mean units?");
  });
});
