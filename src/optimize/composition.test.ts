import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose } from "../../test/backends.ts";
import { type Arrays, array, stepsOf } from "../../test/steps-of.ts";
import { catalogue } from "../catalogue.ts";
import { fromSpec } from "../from-spec.ts";
import type { Tensor } from "../graph/tensor.ts";
import { defined } from "../options/defined.ts";
import type { Option } from "../options.ts";
import type { Spec } from "../trick.ts";
import { optimizerStepper, type StepperState } from "./step/optimizer-stepper.ts";

// Random chains under random schedules, described by JSON as they stand in recipes and saved runs.

const START: Arrays = {
  "0.dense/kernel": array([3, 2], [0.5, -0.25, 1, -0.75, 0.125, 0.375]),
  "0.dense/bias": array([2], [0.5, -0.5]),
  "1.dense/kernel": array([2, 1], [1, -1]),
};

/** A small network on two samples: everything has a gradient. */
function loss(params: Record<string, Tensor>): Tensor {
  const [w, b, v] = Object.keys(START).map((name) => params[name]);
  const hidden = w.mul(w).sum([0]).add(b).tanh(); // [2]
  return hidden.reshape([1, 2]).matmul(v).sub(0.3).square().sum().add(w.sub(0.2).square().sum());
}

/** A number, or a schedule of it by steps or epochs, all within a range. */
const scheduled = (least: number, high: number): fc.Arbitrary<unknown> => {
  const low = Math.max(least, 1e-3); // schedules that fall begin above 0
  const value = fc.double({ min: low, max: high, noNaN: true }).map((x) => Number(x.toPrecision(3)));
  const unit = fc.constantFrom("step", "epoch");
  const span = fc.integer({ min: 1, max: 9 });
  return fc.oneof(
    fc.constantFrom(least, high),
    value,
    fc.record({ name: fc.constant("cosineDecay"), initial: value, final: fc.constant(low), span, unit }),
    fc.record({ name: fc.constant("exponentialDecay"), initial: value, factor: fc.constantFrom(0.5, 0.98), unit }),
    fc.record({ name: fc.constant("piecewise"), values: fc.tuple(value, value), boundaries: fc.tuple(span), unit }),
  );
};

const spec = (name: string, options: Record<string, fc.Arbitrary<unknown>> = {}): fc.Arbitrary<Spec> =>
  fc.record({ name: fc.constant(name), ...options });
const decay = fc.constantFrom("kernels", "all");
const pattern = fc.constantFrom("bias", "0.dense", "1.dense/kernel", "dense/k*");

const TRANSFORMS: Record<string, fc.Arbitrary<Spec>> = {
  accumulate: spec("accumulate", { steps: fc.integer({ min: 1, max: 4 }) }),
  adaptiveClip: spec("adaptiveClip", { ratio: scheduled(0.01, 1) }),
  centralize: spec("centralize"),
  clipByGlobalNorm: spec("clipByGlobalNorm", { maxNorm: scheduled(0.1, 10) }),
  clipByNorm: spec("clipByNorm", { maxNorm: scheduled(0.1, 10) }),
  clipByValue: spec("clipByValue", { clipValue: scheduled(0.1, 10) }),
  freeze: spec("freeze", { patterns: pattern }),
  gradientNoise: spec("gradientNoise", { eta: scheduled(0, 0.1) }),
  l1: spec("l1", { strength: scheduled(0, 0.1), decay }),
  l2: spec("l2", { strength: scheduled(0, 0.1), decay }),
  maxNorm: spec("maxNorm", { maxNorm: scheduled(0.5, 3) }),
  // it jumps at θ: another clip to just this length would leave it to rounding
  normalizeAbove: spec("normalizeAbove", { maxNorm: scheduled(0.137, 7.31) }),
  perLayerRate: spec("perLayerRate", { rates: fc.tuple(fc.tuple(pattern, scheduled(0, 2))) }),
  weightDecay: spec("weightDecay", { weightDecay: scheduled(0, 0.5), decay }),
};

const learningRate = scheduled(0.001, 0.05);
const RULES = fc.oneof(
  spec("adam", { learningRate, eps: fc.constant(0.01) }),
  spec("adamw", { learningRate, weightDecay: scheduled(0, 0.5), eps: fc.constant(0.01), decay }),
  spec("sgd", { learningRate, momentum: scheduled(0.1, 0.9), nesterov: fc.boolean() }),
  spec("lamb", { learningRate, eps: fc.constant(0.01), decay }),
  spec("scheduleFreeAdamw", { learningRate, eps: fc.constant(0.01) }),
);
const rule = fc.oneof(
  { weight: 4, arbitrary: RULES },
  {
    weight: 1,
    arbitrary: spec("lookahead", { optimizer: RULES, k: fc.integer({ min: 1, max: 4 }), alpha: scheduled(0.1, 0.9) }),
  },
  { weight: 1, arbitrary: spec("sam", { optimizer: RULES, rho: scheduled(0, 0.1) }) },
  {
    weight: 1,
    arbitrary: fc.tuple(RULES, RULES).map(
      ([a, b]): Spec => ({
        name: "partition",
        groups: [
          ["bias", a],
          ["*", b],
        ],
      }),
    ),
  },
);
const chains = fc
  .tuple(fc.array(fc.oneof(...Object.values(TRANSFORMS)), { maxLength: 4 }), rule)
  .filter(([stages, last]) => last.name !== "sam" || !stages.some(({ name }) => name === "accumulate"))
  .filter(([stages]) => stages.filter(({ name }) => name === "freeze").length < 2)
  // a group whose pattern is frozen away matches nothing
  .filter(([stages, last]) => last.name !== "partition" || !stages.some(({ name }) => name === "freeze"))
  .filter(
    ([stages]) => !stages.some(({ name }) => name === "freeze") || !stages.some(({ name }) => name === "perLayerRate"),
  )
  .map(([stages, last]): Spec => ({ name: "chain", stages: [...stages, last] }));

const STEPS = new Array(7).fill({});
const PROGRESS = { stepsPerEpoch: 3, totalSteps: 12, seed: 9, loss };

test("every transform has its place in the chains", () => {
  expect(Object.keys(TRANSFORMS).sort()).toEqual(Object.keys(catalogue.transforms).sort());
});

test("random chains under random schedules are finite, deterministic, and the same on both backends", async () => {
  await fc.assert(
    fc.asyncProperty(chains, async (one) => {
      const paths = [];
      for (const backend of [...BACKENDS, BACKENDS[1]])
        paths.push(await stepsOf(fromSpec("optimizers", structuredClone(one)), START, STEPS, { ...PROGRESS, backend }));
      const [reference, wasm, again] = paths;
      expect(again).toEqual(wasm);
      reference.forEach((point, step) => {
        for (const [name, values] of Object.entries(point)) {
          for (const value of values) expect(Number.isFinite(value)).toBe(true);
          expectClose(wasm[step][name], values, 1e-4, `${name} after step ${step + 1}`); // noise is drawn to 1e-6
        }
      });
      const spec = JSON.parse(JSON.stringify(fromSpec("optimizers", one)));
      expect(JSON.parse(JSON.stringify(fromSpec("optimizers", spec)))).toEqual(spec);
    }),
    { numRuns: BACKENDS.includes("webgpu") ? 6 : 60, seed: 20260101 },
  );
}, 120_000);

/** Every number of every optimizer and transform that may be a schedule, with what it belongs to. */
const NUMBERS = (["optimizers", "transforms"] as const).flatMap((kind) =>
  Object.values(catalogue[kind]).flatMap(({ definition: { name, options } }) =>
    Object.entries(options)
      .filter(([, { accepts, fixed }]) => /^a (whole )?number/.test(accepts) && fixed === undefined)
      .map(([key, option]) => ({ kind, name, key, option })),
  ),
);

/** Values that an option takes, near its default, and away from those at which slots of state fall away. */
function valuesOf({ accepts, fallback }: Option<unknown>): fc.Arbitrary<number> {
  if (accepts.includes("[0, 1)")) return fc.double({ min: 0.1, max: 0.95, noNaN: true });
  const usual = (fallback as number) || 0.1;
  return fc.double({ min: usual / 3, max: usual * 3, noNaN: true });
}

describe.each(NUMBERS)("$name: $key", ({ kind, name, key, option }) => {
  const needed: Record<string, object> = {
    lookahead: { optimizer: { name: "sgd" } },
    sam: { optimizer: { name: "sgd" } },
    gradientNoise: { eta: 1 },
  };
  const make = (value: unknown) => {
    const one = { name, ...needed[name], [key]: value };
    return fromSpec(
      "optimizers",
      kind === "optimizers" ? one : { name: "chain", stages: [one, { name: "sgd", learningRate: 0.3 }] },
    );
  };

  test("a schedule by steps or epochs changes it in the midst of training, as if it had been given so", async () => {
    const cases = fc.record({
      values: fc.tuple(valuesOf(option), valuesOf(option)),
      epochs: fc.integer({ min: 1, max: 2 }),
    });
    const run = async (value: unknown, steps: number, resume?: StepperState) => {
      const stepper = await optimizerStepper(make(value), START, {
        backend: "reference",
        stepsPerEpoch: 2,
        loss,
        ...defined({ resume }),
      });
      for (let step = 0; step < steps; step++) await stepper.step();
      const saved = await stepper.save();
      await stepper.close();
      return saved;
    };
    await fc.assert(
      fc.asyncProperty(cases, fc.constantFrom("step", "epoch"), async ({ values, epochs }, unit) => {
        const boundary = unit === "step" ? 2 * epochs : epochs;
        const whole = await run({ name: "piecewise", values, boundaries: [boundary], unit }, 6);
        const joined = await run(values[1], 6 - 2 * epochs, await run(values[0], 2 * epochs));
        for (const [variable, numbers] of Object.entries(joined.variables))
          expectClose(whole.variables[variable], numbers, 1e-12, variable);
      }),
      { numRuns: 5, seed: 20260102 },
    );
  });
});

test("numbers of both catalogues were found", () => {
  expect(NUMBERS.length).toBeGreaterThan(60);
});
