import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { points } from "../../../test/small-runs.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { type CompareOptions, compare } from "../compare.ts";
import type { Study } from "../study.ts";
import { drawTrials } from "./draw-trials.ts";
import { logUniform, uniformBetween } from "./range.ts";
import { roundsOf } from "./rounds-of.ts";

const data = points(60, { validation: 12, test: 12 }, 0.2);
const OPTIONS: CompareOptions = {
  data,
  base: { model: "mlp", hidden: [4], epochs: 4, batchSize: 16 },
  vary: { optimizer: ["sgd", "adam"] },
  tune: { learningRate: logUniform(1e-6, 1) },
  trials: 3,
  seeds: 2,
  parallel: 2,
};

describe("trials", () => {
  test("lie in the range, as often in one order of magnitude as in another", () => {
    const drawn = drawTrials({ rate: logUniform(1e-4, 1) }, 400, 1).map(({ rate }) => rate as number);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(1e-4);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(1);
    const below = drawn.filter((rate) => rate < 1e-2).length / drawn.length;
    expect(below).toBeGreaterThan(0.4);
    expect(below).toBeLessThan(0.6);
  });

  test("of fewer are the first of more, and another key changes none", () => {
    const range = uniformBetween(0, 1);
    const rates = (space: object, trials: number) =>
      drawTrials({ rate: range, ...space }, trials, 7).map(({ rate }) => rate);
    expect(rates({}, 3)).toEqual(rates({}, 6).slice(0, 3));
    expect(rates({ units: [1, 2, 3, 4, 5] }, 3)).toEqual(rates({}, 3));
  });

  test("of lists alone are all combinations, if these are no more", () => {
    expect(drawTrials({ a: [1, 2], b: ["x", "y"] }, 12, 1)).toEqual([
      { a: 1, b: "x" },
      { a: 1, b: "y" },
      { a: 2, b: "x" },
      { a: 2, b: "y" },
    ]);
    expect(drawTrials({ a: [1, 2], b: ["x", "y"] }, 3, 1)).toHaveLength(3);
  });
});

test("halving trains the better half twice as far, until two are trained to the end", () => {
  expect(roundsOf("halving", 12, 16)).toEqual([
    { trials: 12, share: 1 / 8 },
    { trials: 6, share: 1 / 4 },
    { trials: 3, share: 1 / 2 },
    { trials: 2, share: 1 },
  ]);
  expect(roundsOf("halving", 12, 2)).toEqual([
    { trials: 12, share: 1 / 2 },
    { trials: 2, share: 1 },
  ]);
  expect(roundsOf("random", 12, 16)).toEqual([{ trials: 12, share: 1 }]);
});

describe("a comparison that is tuned", () => {
  test("gives every variant the same trials, and compares them with what the validation set chose", async () => {
    const study = await compare(OPTIONS);
    const { tuning, runs, effects, conclusions } = study;
    const [one, other] = tuning?.arms ?? [];
    expect(other.trials.map(({ values }) => values)).toEqual(one.trials.map(({ values }) => values));
    expect(tuning?.budget).toEqual({ trials: 3, runs: 3, wholeRuns: 3 });
    expect(study.seeds).not.toContain(tuning?.seed);
    for (const { variant, chosen, trials } of tuning?.arms ?? []) {
      const worth = (trial: (typeof trials)[number]) => trial.rounds[0].value ?? Number.NaN;
      const best = trials.find(({ values }) => values.learningRate === chosen?.learningRate);
      expect(worth(best ?? trials[0])).toBe(Math.max(...trials.map(worth)));
      const effect = effects.find((each) => each.variant === variant);
      expect(effect?.rate).toMatchObject({ value: chosen?.learningRate, byDefault: false });
    }
    expect(runs.map(({ variant }) => variant)).toEqual([
      "optimizer sgd",
      "optimizer adam",
      "optimizer sgd",
      "optimizer adam",
    ]);
    expect(conclusions.join("\n")).toMatch(/the same budget for tuning: 3 trials of learningRate from 0.000001 to 1/);
    const given: CompareOptions = {
      ...OPTIONS,
      vary: { optimizer: ["sgd"], learningRate: [one.chosen?.learningRate as number, 1e-9] },
    };
    const { tune: _, trials: __, ...byHand } = given;
    const [run] = (await compare(byHand)).runs;
    expect(run.test).toEqual(runs[0].test);
  });

  test("does not look at the test set", async () => {
    const { targets, inputs } = data.test ?? data.train;
    const others = { ...data, test: { inputs, targets: { ...targets, data: targets.data.map(() => 0) } } };
    const chosen = async (given: typeof data) =>
      (await compare({ ...OPTIONS, data: given, seeds: 1 })).tuning?.arms.map((arm) => arm.trials);
    expect(await chosen(others as typeof data)).toEqual(await chosen(data));
  });

  test("goes on where it was interrupted, to the same results", async () => {
    const folder = await mkdtemp(join(tmpdir(), "evenkeel-tuning-"));
    try {
      const options: CompareOptions = { ...OPTIONS, trials: 4, tuner: "halving", checkpoint: join(folder, "study") };
      const controller = new AbortController();
      const onProgress = ({ done }: { done: number }) => {
        if (done === 3) controller.abort();
      };
      const stopped = await compare({ ...options, parallel: 1, signal: controller.signal, onProgress });
      expect(stopped.tuning?.arms[0].chosen).toBeUndefined();
      expect(stopped.conclusions.join("\n")).toMatch(/tuning of learningRate was interrupted/);
      const whole = await compare(options);
      expect(whole.doneBefore).toBeGreaterThanOrEqual(3);
      const { checkpoint: _, ...unkept } = options;
      expect(timeless(whole)).toEqual(timeless(await compare(unkept)));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.each<[string, Partial<CompareOptions>, RegExp]>([
    ["an unknown key", { tune: { learningRat: [1, 2] } }, /tune: .*"learningRat"\. Did you mean learningRate\?/],
    [
      "a key that is varied",
      { tune: { optimizer: ["sgd", "adam"] } },
      /tune optimizer: expected optimizer either in vary or in tune/,
    ],
    ["the length of runs", { tune: { epochs: [1, 2] } }, /any key but epochs/],
    ["no range", { tune: { learningRate: 0.1 as never } }, /a list of different values, or logUniform/],
    ["one value", { tune: { learningRate: [0.1] } }, /at least two trials, received 1/],
    [
      "a value that no recipe takes",
      { tune: { dropout: [0, 2] } },
      /dropout: expected a number in \[0, 1\), received 2/,
    ],
    [
      "no validation set",
      { data: points(60, { test: 12 }, 0.2) },
      /expected a validation set, by which trials are judged/,
    ],
    [
      "what an option says already",
      { vary: undefined as never, variants: { a: { options: { optimizer: sgd() } }, b: {} } },
      /expected values that change a, received/,
    ],
    [
      "a tuner with nothing to tune",
      { tune: undefined as never, tuner: "halving" },
      /expected tune, .* received tuner alone/,
    ],
    ["trials of nothing", { tune: undefined as never, trials: 3 }, /expected tune, .* received trials alone/],
  ])("refuses %s before anything is trained", async (_, options, message) => {
    const given = Object.fromEntries(
      Object.entries({ ...OPTIONS, ...options }).filter(([, value]) => value !== undefined),
    );
    await expect(compare(given as CompareOptions)).rejects.toThrow(message);
  });
});

test("a range needs two numbers in order, of a logarithm above 0", () => {
  expect(() => logUniform(0, 1)).toThrow(/0 < low < high, received 0, 1/);
  expect(() => uniformBetween(1, 1)).toThrow(/low < high/);
});

function timeless({ seconds, doneBefore, environment, runs, ...study }: Study) {
  return { ...study, runs: runs.map(({ variant, seed, test }) => ({ variant, seed, test })) };
}
