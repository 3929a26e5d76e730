import { describe, expect, test } from "vitest";
import { defineMetric, type Metric } from "../model/metric.ts";
import { accuracy } from "../model/metrics/accuracy.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { defineRecipe } from "../recipe/define-recipe.ts";
import type { RecipeInput } from "../recipe/recipe.ts";
import { recipeData } from "../recipe/recipe-data.ts";
import { trainRecipe } from "../recipe/train-recipe.ts";
import type { History } from "../train/run/history.ts";
import { VERSION } from "../version.ts";
import { type CompareOptions, compare } from "./compare.ts";
import type { CompareProgress } from "./compare-progress.ts";
import { inParallel } from "./in-parallel.ts";
import type { Study } from "./study.ts";
import { variantsOf } from "./variants.ts";
import type { Vary } from "./vary.ts";

const BASE: RecipeInput = {
  model: "mlp",
  hidden: [8],
  trainSize: 60,
  validationSize: 20,
  testSize: 30,
  epochs: 2,
  batchSize: 16,
  learningRate: 0.01,
};
const { learningRate: _, ...BASE_AT_DEFAULT_RATES } = BASE;
const DROPOUT: CompareOptions = { base: BASE, vary: { dropout: [0, 0.5] }, seeds: 2, parallel: 2 };

describe("compare", () => {
  test("does not depend on how many runs are made at once", async () => {
    const options: CompareOptions = { ...DROPOUT, seeds: 3 };
    const [one, two, four] = [
      await compare({ ...options, parallel: 1 }),
      await compare({ ...options, parallel: 2 }),
      await compare({ ...options, parallel: 4 }),
    ];
    expect(one.runs).toHaveLength(6);
    expect(timeless(two)).toEqual(timeless(one));
    expect(timeless(four)).toEqual(timeless(one));
  });

  test("pairs runs by seed: each is what training that variant with that seed gives", async () => {
    const study = await compare({ ...DROPOUT, base: { ...BASE, seed: 5 }, seeds: 2 });
    expect(study.seeds).toEqual([5, 6]);
    expect(study.runs.map(({ variant, seed }) => [variant, seed])).toEqual([
      ["dropout 0", 5],
      ["dropout 0.5", 5],
      ["dropout 0", 6],
      ["dropout 0.5", 6],
    ]);
    for (const { variant, seed, history, test } of study.runs) {
      const recipe = defineRecipe({ ...BASE, seed, dropout: variant === "dropout 0" ? 0 : 0.5 });
      const run = await trainRecipe(recipe, await recipeData(recipe), { threads: 0 });
      expect(withoutSeconds(history)).toEqual(withoutSeconds(run.history));
      expect(test).toEqual(run.test);
    }
    const accuracy = (k: number) => study.runs[k].test?.accuracy ?? Number.NaN;
    const difference = (accuracy(1) - accuracy(0) + accuracy(3) - accuracy(2)) / 2;
    expect(study.effects[1].difference?.mean).toBeCloseTo(difference, 12);
    expect(study.effects[1].difference?.count).toBe(2);
  });

  test("gives a study that is plain JSON, with all that the report shows", async () => {
    const date = new Date("2026-03-01T12:00:00Z");
    const study = await compare({ ...DROPOUT, title: "A title", seeds: [4], date, platform: "a test" });
    expect(JSON.parse(JSON.stringify(study))).toEqual(study);
    expect(study).toMatchObject({
      title: "A title",
      metric: "accuracy",
      higherIsBetter: true,
      baseline: "dropout 0",
      seeds: [4],
      base: { ...BASE, dropout: 0, optimizer: "adam" },
      environment: {
        evenkeel: VERSION,
        platform: "a test",
        backend: "wasm, one thread a run",
        parallel: 2,
        date: "2026-03-01T12:00:00.000Z",
      },
    });
    expect(study.effects.map(({ variant, changes }) => [variant, changes])).toEqual([
      ["dropout 0", { dropout: 0 }],
      ["dropout 0.5", { dropout: 0.5 }],
    ]);
    expect((await compare({ ...DROPOUT, vary: { dropout: [0, 0.5], clip: [1] }, seeds: 1 })).title).toBe(
      "Comparison of dropout and clip",
    );
  });

  test("compares by the metric that is named, of which the loss is one, or by one of your own", async () => {
    const base = { ...BASE, epochs: 1 };
    const byLoss = await compare({ ...DROPOUT, base, metric: "loss" });
    expect(byLoss).toMatchObject({ metric: "loss", unit: "number", higherIsBetter: false, base: { metric: "loss" } });
    expect(await compare({ ...DROPOUT, base: { ...base, metric: "loss" } })).toMatchObject({ effects: byLoss.effects });
    const [first] = byLoss.runs;
    expect(Object.keys(first.test ?? {})).toEqual(expect.arrayContaining(["loss", "accuracy"]));
    expect(byLoss.effects[0].value.mean).toBeCloseTo(
      ((first.test?.loss ?? 0) + (byLoss.runs[2].test?.loss ?? 0)) / 2,
      12,
    );
    const sureness = defineMetric({
      name: "sureness",
      summary: "The mean probability of the most likely class.",
      source: "for this test",
      options: {},
      higherIsBetter: true,
      unit: "share",
      compute: ({ output }) => output.logSoftmax().exp().max(1).mean(),
    });
    const own = await compare({ ...DROPOUT, base, metric: sureness() });
    expect(own).toMatchObject({ metric: "sureness", unit: "share", higherIsBetter: true });
    expect(own.effects[0].value.mean).toBeGreaterThan(0.1);
    expect(Object.keys(own.runs[0].test ?? {})).toEqual(["loss", "sureness"]);
  });

  test("gives findings as numbers and kinds beside the words", async () => {
    const { effects } = await compare(DROPOUT);
    expect(effects[0]).toMatchObject({ kind: "base", comparisons: 1, seeds: 2, failed: 0, interrupted: 0 });
    const { kind, difference } = effects[1];
    expect(["open", "clear", "doubtful", "same", "constant"]).toContain(kind);
    expect(difference?.adjusted).toBe(difference?.p); // one comparison needs no correction
  });

  test("reports every run that ends, and what is under way", async () => {
    const told: CompareProgress[] = [];
    const study = await compare({ ...DROPOUT, onProgress: (progress) => told.push(progress) });
    const finished = told.flatMap((progress) => progress.finished ?? []);
    expect(finished).toHaveLength(4);
    expect(new Set(finished)).toEqual(new Set(study.runs));
    expect(told.at(-1)).toMatchObject({ done: 4, total: 4, running: [], remaining: 0 });
    for (const { running, done } of told) {
      expect(running.length).toBeLessThanOrEqual(2);
      expect(done).toBeLessThanOrEqual(4);
    }
    const under = told.find(({ running }) => running.length > 0)?.running[0];
    expect(under).toMatchObject({ variant: expect.stringContaining("dropout"), seed: 1, progress: { epochs: 2 } });
  });

  test("loads data once for all variants that share them", async () => {
    const study = await compare({ ...DROPOUT, vary: { trainSize: [30, 60] }, seeds: 1 });
    expect(study.runs.map(({ failure }) => failure)).toEqual([undefined, undefined]);
    expect(study.runs[0].test).not.toEqual(study.runs[1].test);
  });
});

describe("what goes wrong in a comparison", () => {
  test("is a failure of the run that diverged, which counts for nothing", async () => {
    const vary: Vary = { learningRate: [0.01, 1e21] };
    const study = await compare({ ...DROPOUT, base: { ...BASE, epochs: 5 }, vary });
    const [fine, wild] = [study.runs.filter(named("0.01")), study.runs.filter(named("1e+21"))];
    expect([fine.length, wild.length]).toEqual([2, 2]);
    for (const run of fine) expect(run).not.toHaveProperty("failure");
    for (const run of wild) {
      expect(run.failure).toMatch(/^diverged: .* Try a learning rate ten times smaller/);
      expect(run.stopped?.reason).toBe("diverged");
      expect(run).not.toHaveProperty("test");
    }
    expect(study.effects[0].value.count).toBe(2);
    expect(study.effects[1].value.count).toBe(0);
    expect(study.effects[1]).not.toHaveProperty("difference");
    expect(study.conclusions.join(" ")).toContain("2 of 4 runs failed or gave numbers that are not finite");
  });

  test("leaves what is finished, when it is aborted", async () => {
    const controller = new AbortController();
    const told: CompareProgress[] = [];
    const study = await compare({
      ...DROPOUT,
      base: { ...BASE, epochs: 50 },
      parallel: 1,
      signal: controller.signal,
      onProgress: (progress) => {
        told.push(progress);
        const { done, running } = progress;
        if (done === 2 && running.length > 0 && running[0].progress.epoch > 1) controller.abort();
      },
    });
    const [first, second, third, fourth] = study.runs;
    for (const run of [first, second]) {
      expect(run).not.toHaveProperty("failure");
      expect(run.history).toHaveLength(50);
    }
    expect(third).toMatchObject({ failure: "interrupted", stopped: { reason: "aborted" } });
    expect(third.history.length).toBeGreaterThan(0);
    expect(third.history.length).toBeLessThan(50);
    expect(third).not.toHaveProperty("test");
    expect(fourth).toEqual({
      variant: "dropout 0.5",
      seed: 2,
      history: [],
      seconds: 0,
      failure: "interrupted before it began",
    });
    expect(study.effects[1].difference?.count).toBe(1);
    expect(study.conclusions[0]).toBe("The study was interrupted: 2 of its 4 runs ended, and only these count.");
    // Nothing is told of a run that never began.
    expect(told.flatMap(({ finished }) => finished ?? [])).toEqual([first, second, third]);
    expect(told.at(-1)?.done).toBe(3);
  });

  test("names the default rates of optimizers that are compared at them", async () => {
    const study = await compare({ base: BASE_AT_DEFAULT_RATES, vary: { optimizer: ["sgd", "adam"] }, seeds: 1 });
    expect(study.effects.map(({ rate }) => rate)).toEqual([
      { optimizer: "sgd", value: 0.01, byDefault: true },
      { optimizer: "adam", value: 0.001, byDefault: true },
    ]);
    expect(study.conclusions.join(" ")).toContain("default learning rate (sgd 0.01, adam 0.001)");
  });

  test.each<[string, Partial<CompareOptions>, string]>([
    ["an unknown key", { vary: { dropuot: [0, 0.5] } as Vary }, 'received "dropuot". Did you mean dropout?'],
    ["a key of every object", { vary: { toString: [0, 0.5] } as unknown as Vary }, 'received "toString"'],
    [
      "one variant",
      { vary: { dropout: [0.5] } },
      "compare: vary: expected at least two variants, received 1. Give a key at least two values, such as { dropout: [0, 0.5] }.",
    ],
    [
      "an optimizer that was not called",
      { vary: { optimizer: ["sgd", adam] } as unknown as Vary },
      'its name: "adam".',
    ],
    ["a metric that was not called", { metric: accuracy as unknown as Metric }, 'Write its name: "accuracy".'],
    ["no variant", { vary: {} }, "compare: vary: expected at least two variants, received 1."],
    ["no value", { vary: { dropout: [] } }, "compare: vary dropout: expected a list of different values, received []."],
    [
      "equal values",
      { vary: { dropout: [0.5, 0, 0.5] } },
      "compare: vary dropout: expected a list of different values, received [0.5,0,0.5].",
    ],
    [
      "no list",
      { vary: { dropout: 0.5 } as unknown as Vary },
      "compare: vary dropout: expected a list of different values, received 0.5.",
    ],
    [
      "a value out of range",
      { vary: { dropout: [0, 1] } },
      "recipe: dropout: expected a number in [0, 1), received 1.",
    ],
    ["a wrong base", { base: { epochs: 0 } }, "recipe: epochs: expected a whole number of at least 1, received 0."],
    ["seeds to vary", { vary: { seed: [1, 2] } }, "Give seeds instead: every variant is trained with each of them."],
    ["no seed", { seeds: 0 }, "compare: seeds: expected a whole number from 1 to 10,000, received 0."],
    ["an empty list of seeds", { seeds: [] }, "compare: seeds: expected at least one seed, each once, received []."],
    ["a seed twice", { seeds: [1, 2, 1] }, "compare: seeds: expected at least one seed, each once, received [1,2,1]."],
    ["a broken seed", { seeds: [1, 0.5] }, "compare: seeds: expected a whole number of at least 0, received 0.5."],
    ["a metric that there is not", { metric: "acuracy" as "accuracy" }, 'received "acuracy". Did you mean accuracy?'],
    ["several metrics", { vary: { metric: ["loss", "accuracy"] } }, "compare: vary: expected any key but metric"],
    ["no run at a time", { parallel: 0 }, "compare: parallel: expected a whole number of at least 1, received 0."],
    [
      "a variant that does not fit the data",
      { vary: { batchSize: [16, 61] }, parallel: 1 },
      "batchSize: expected at most 60, the number of samples, received 61.",
    ],
  ])("%s: told before anything is trained", async (_, options, text) => {
    let trained = false;
    const onProgress = () => {
      trained = true;
    };
    await expect(compare({ ...DROPOUT, ...options, onProgress })).rejects.toMatchObject({
      name: "EvenkeelError",
      kind: "usage",
      message: expect.stringContaining(text),
    });
    expect(trained).toBe(false);
  });

  test("is reported before anything is trained, where data are missing", async () => {
    const base: RecipeInput = { data: "mnist", dataDirectory: "no/such/folder" };
    await expect(compare({ ...DROPOUT, base })).rejects.toMatchObject({ kind: "run" });
  });
});

describe("variantsOf", () => {
  test("combines all values, the first ones first", () => {
    const variants = variantsOf({ base: { epochs: 3 }, vary: { dropout: [0, 0.5], optimizer: ["adam", "sgd"] } });
    expect(variants.map(({ name }) => name)).toEqual([
      "dropout 0, optimizer adam",
      "dropout 0, optimizer sgd",
      "dropout 0.5, optimizer adam",
      "dropout 0.5, optimizer sgd",
    ]);
    expect(variants[2].changes).toEqual({ dropout: 0.5, optimizer: "adam" });
    for (const { changes, recipe } of variants) expect(recipe).toEqual(defineRecipe({ epochs: 3, ...changes }));
  });

  test("overrides the base, and names lists and what is left out", () => {
    const variants = variantsOf({
      base: { clip: 5, model: "mlp", hidden: [7] },
      vary: { clip: [undefined, 1], hidden: [[64], [64, 32]] },
    });
    expect(variants.map(({ name }) => name)).toEqual([
      "clip none, hidden 64",
      "clip none, hidden 64-32",
      "clip 1, hidden 64",
      "clip 1, hidden 64-32",
    ]);
    expect(variants[0].recipe.clip).toBeUndefined();
    expect(variants[3].recipe).toMatchObject({ clip: 1, hidden: [64, 32] });
  });
});

describe("inParallel", () => {
  test("keeps the order of the items, and works on so many at a time", async () => {
    let [now, most] = [0, 0];
    const results = await inParallel([5, 1, 4, 2, 3], 2, async (ticks) => {
      most = Math.max(most, ++now);
      for (let i = 0; i < ticks; i++) await Promise.resolve();
      now--;
      return 10 * ticks;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
    expect(await inParallel([], 3, async () => 1)).toEqual([]);
  });

  test("begins nothing after an error", async () => {
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      for (let i = 0; i < 3; i++) await Promise.resolve();
      if (item === 1) throw new Error("the first one");
      for (let i = 0; i < 9; i++) await Promise.resolve();
    };
    await expect(inParallel([1, 2, 3, 4, 5], 2, work)).rejects.toThrow("the first one");
    for (let i = 0; i < 99; i++) await Promise.resolve();
    expect(begun).toEqual([1, 2]);
  });
});

/** A study without what time and the number of runs at once change. */
function timeless({ seconds, runs, environment: { parallel, date, ...environment }, ...study }: Study) {
  return {
    ...study,
    environment,
    runs: runs.map(({ seconds, history, ...run }) => ({ ...run, history: withoutSeconds(history) })),
  };
}

function withoutSeconds(history: History) {
  return history.map(({ seconds, ...row }) => row);
}

const named = (value: string) => (run: Study["runs"][number]) => run.variant === `learningRate ${value}`;
