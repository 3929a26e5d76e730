import { describe, expect, test } from "vitest";
import { INTERRUPTED } from "../train/run/failure-of.ts";
import { numbersOf } from "../train/run/history.ts";
import { effectsOf } from "./effects.ts";
import type { Comparison } from "./findings.ts";
import { NOT_BEGUN } from "./run-outcome.ts";
import type { Rate, StudyRun } from "./study.ts";
import { magnitude, pInWords, signed } from "./words/number-words.ts";

const BASE = [90, 91, 92, 93];
/** Mean 1.5, s = 1/√3, t = 3√3, p = 1 − 2/π (atan 3 + 0.3) = 0.01385; reach = 3.182446305 / (2√3) = 0.91869. */
const CLEAR = [1, 1, 2, 2];
/** Mean 2.5, s = √(5/3), t = √15, p = 1 − 2/π (atan √5 + √5/6) = 0.03047; reach = 3.182446305 · 0.645497 = 2.05426. */
const WEAK = [1, 3, 2, 4];
/** Mean 1, s = √2, t = √2, p = 0.2522; reach = 3.182446305 / √2 = 2.25033; 18 ≥ ((2.1098 + 0.8633) · √2)² = 17.7. */
const OPEN = [-1, 1, 2, 2];

describe("effectsOf", () => {
  test("puts the base first and gives the numbers of every variant", () => {
    const { effects } = effectsOf(study({ wide: CLEAR, base: [0, 0, 0, 0] }));
    expect(effects.map(({ variant, changes }) => [variant, changes])).toEqual([
      ["base", { name: "base" }],
      ["wide", { name: "wide" }],
    ]);
    expect(effects[0]).not.toHaveProperty("difference");
    expect(effects[0].verdict).toBe("The baseline that the others are compared to.");
    expect(effects[1].value.mean).toBeCloseTo(0.93, 12);
    expect(effects[1].difference?.mean).toBeCloseTo(0.015, 12);
    expect(effects[1].difference?.low).toBeCloseTo(0.0058131, 7);
    expect(effects[1].difference?.high).toBeCloseTo(0.0241869, 7);
    expect(effects[1].difference?.p).toBeCloseTo(1 - (2 / Math.PI) * (Math.atan(3) + 0.3), 10);
  });

  test("says better, by how much, with interval and p", () => {
    const { effects, conclusions } = effectsOf(study({ base: [0, 0, 0, 0], wide: CLEAR }));
    const size = "test accuracy is higher by 1.50 percentage points (95 % interval 0.58 to 2.42, p = 0.014)";
    expect(effects[1].verdict).toBe(`Better than base: ${size}.`);
    expect(conclusions).toEqual([`wide is better than base: ${size}.`]);
  });

  test("says worse", () => {
    const { effects } = effectsOf(study({ base: [0, 0, 0, 0], wide: CLEAR.map((each) => -each) }));
    expect(effects[1].verdict).toBe(
      "Worse than base: test accuracy is lower by 1.50 percentage points (95 % interval 0.58 to 2.42, p = 0.014).",
    );
  });

  test("takes a lower loss for better, in the loss's own units", () => {
    const loss = { metric: "loss", unit: "number", higherIsBetter: false } as const;
    const better = effectsOf(study({ base: [0, 0, 0, 0], wide: CLEAR.map((each) => -each) }, loss));
    expect(better.effects[1].verdict).toBe(
      "Better than base: test loss is lower by 0.0150 (95 % interval 0.0058 to 0.0242, p = 0.014).",
    );
    const worse = effectsOf(study({ base: [0, 0, 0, 0], wide: CLEAR }, loss));
    expect(worse.effects[1].verdict).toMatch(/^Worse than base: test loss is higher by 0\.0150 /);
  });

  test("says what survives Holm's correction and what does not", () => {
    const { effects, conclusions } = effectsOf(study({ base: [0, 0, 0, 0], wide: CLEAR, deep: WEAK, slow: OPEN }));
    // p = 0.01385, 0.03047 and 0.2522: times 3, 2 and 1.
    const deep = "test accuracy is higher by 2.50 percentage points (95 % interval 0.45 to 4.55, p = 0.030)";
    expect(effects[1].verdict).toMatch(/; significant after Holm's correction for 3 comparisons\.$/);
    expect(effects[2].verdict).toBe(
      `Perhaps better than base: ${deep}, but not significant after Holm's correction for 3 comparisons (adjusted p = 0.061).`,
    );
    expect(conclusions).toHaveLength(4);
    expect(conclusions[0]).toMatch(/^wide is better than base: /);
    expect(conclusions[1]).toMatch(/^deep is perhaps better than base: /);
    expect(conclusions[2]).toMatch(/^A difference that is not significant after the correction is only a hint/);
    expect(conclusions[3]).toMatch(/^No significant difference between base and slow\./);
  });

  test("says what cannot be told apart from chance, what is ruled out, and how many seeds it would take", () => {
    const { effects, conclusions } = effectsOf(study({ base: [0, 0, 0, 0], wide: OPEN, deep: OPEN, slow: OPEN }));
    expect(effects[1].verdict).toBe(
      "No significant difference from base (p = 0.25): the mean difference is +1.00 percentage points, with a 95 % interval " +
        "of −1.25 to +3.25 percentage points; detecting a true difference of this size in 4 of 5 studies takes about 18 seeds.",
    );
    expect(conclusions).toHaveLength(1);
    expect(conclusions[0]).toMatch(/^No significant difference between base and wide, deep or slow\. /);
  });

  test("asks for no seeds where the average is 0, and not for millions where it is nearly so", () => {
    const none = effectsOf(
      study(
        { base: [0, 0], wide: [1, -1] },
        { metric: "loss", unit: "number", higherIsBetter: false } as const,
        [50, 50],
      ),
    );
    expect(none.effects[1].verdict).toMatch(
      /\(p = 1\.00\): the mean difference is 0\.0000, with a 95 % interval of \S+ to \S+\.$/,
    );
    const tiny = effectsOf(study({ base: [0, 0], wide: [1, -0.9999] }));
    expect(tiny.effects[1].verdict).toContain("takes more than 10,000 seeds");
  });

  test("concludes nothing from one seed, and says so", () => {
    const { effects, conclusions } = effectsOf(study({ base: [0], wide: [1], deep: [-2], same: [0] }));
    expect(effects[1].difference).toEqual({ mean: expect.closeTo(0.01, 12), count: 1 });
    expect(effects[1].verdict).toBe(
      "Nothing can be concluded from one seed: test accuracy was higher by 1.00 percentage points, but another seed may " +
        "show the opposite; run at least 5 seeds.",
    );
    expect(effects[2].verdict).toContain("test accuracy was lower by 2.00 percentage points, but");
    expect(effects[3].verdict).toContain("test accuracy was the same, but");
    expect(conclusions).toEqual([
      "With one seed, nothing can be concluded about the difference between base and wide, deep or same: it may come " +
        "from the seed alone. Run at least 5 seeds, better 10.",
    ]);
  });

  test("asks whether a change without any effect reaches the training", () => {
    const { effects, conclusions } = effectsOf(study({ base: [0, 0, 0], wide: [0, 0, 0] }));
    expect(effects[1].difference).toMatchObject({ mean: 0, low: 0, high: 0, p: 1 });
    expect(effects[1].verdict).toBe("No difference at all: test accuracy equals that of base in each of the 3 seeds.");
    expect(conclusions).toEqual([
      "wide: test accuracy is exactly that of base; does the change have any effect on training?",
    ]);
  });

  test("does not claim certainty where every seed gives the same difference", () => {
    const { effects, conclusions } = effectsOf(study({ base: [0, 0], wide: [2, 2] }));
    expect(effects[1].difference).toMatchObject({ deviation: 0, p: 0 });
    const words =
      "etter than base: test accuracy is higher by 2.00 percentage points in each of the 2 seeds; since the differences do " +
      "not vary, a t test cannot say how certain this is.";
    expect(effects[1].verdict).toBe(`Perhaps b${words}`);
    expect(conclusions).toEqual([`wide is perhaps b${words}`]);
    const six = effectsOf(study({ base: [0, 0, 0, 0, 0, 0], wide: [2, 2, 2, 2, 2, 2] }, {}, [...BASE, 40, 40]));
    expect(six.effects[1].verdict).toMatch(/^Better than base: /); // all of one sign: 2 in 64 by chance
  });

  test("leaves failed runs out in pairs and says so", () => {
    const comparison = study({ base: [0, 0, 0, 0, 0, 0], wide: [...CLEAR, 50, 50] }, {}, [...BASE, 40, 40]);
    fail(runOf(comparison, "wide", 5));
    runOf(comparison, "base", 6).test = { accuracy: Number.NaN };
    const { effects, conclusions } = effectsOf(comparison);
    expect(effects[0].value.count).toBe(5);
    expect(effects[1].value.count).toBe(5);
    expect(effects[1].difference?.count).toBe(4);
    expect(effects[1].difference?.mean).toBeCloseTo(0.015, 12);
    const why = "because a run failed or its test accuracy is not finite.";
    expect(effects[0].verdict).toMatch(new RegExp(`to; 1 of 6 seeds is left out, ${why}$`));
    expect(effects[1].verdict).toMatch(new RegExp(`; 2 of 6 seeds are left out, ${why}$`));
    expect(conclusions[1]).toBe(
      "2 of 12 runs failed or gave numbers that are not finite (base: 1 of 6; wide: 1 of 6), and are left out with the " +
        "paired run of the same seed; if a variant tends to fail, these numbers overstate it.",
    );
  });

  test("does not count what a failed run had measured before it failed", () => {
    const comparison = study({ base: [0, 0], wide: [1, 2] });
    runOf(comparison, "wide", 2).failure = "the report could not be written";
    expect(effectsOf(comparison).effects[1].value).toEqual({ mean: expect.closeTo(0.91, 12), count: 1 });
  });

  test("concludes nothing about a variant that always failed", () => {
    const comparison = study({ base: [0, 0], wide: [1, 1] });
    for (const run of comparison.runs.filter(({ variant }) => variant === "wide")) fail(run);
    const { effects, conclusions } = effectsOf(comparison);
    expect(effects[1].value).toEqual({ mean: Number.NaN, count: 0 });
    expect(effects[1]).not.toHaveProperty("difference");
    expect(effects[1].verdict).toBe("Nothing can be concluded: no seed has a test accuracy for both wide and base.");
    expect(conclusions[0]).toBe("Nothing can be concluded about wide: there is no pair of runs with a test accuracy.");
    expect(conclusions[1]).toMatch(
      /^2 of 4 runs failed or gave numbers that are not finite \(wide: 2 of 2\), and are left/,
    );
  });

  test("takes no value of a run whose test loss is not a number, though its accuracy is one", () => {
    const comparison = study({ base: [0, 0, 0], wild: [1, 1, 1] });
    for (const run of comparison.runs)
      run.test = { ...numbersOf(run.test ?? {}), loss: run.variant === "wild" ? Number.NaN : 0.5 };
    const { effects, conclusions } = effectsOf(JSON.parse(JSON.stringify(comparison))); // where NaN is null
    expect(effects[1].value.count).toBe(0);
    expect(conclusions).toEqual([
      "Nothing can be concluded about wild: there is no pair of runs with a test accuracy.",
      "3 of 6 runs failed or gave numbers that are not finite (wild: 3 of 3), and are left out with the paired run of the " +
        "same seed; if a variant tends to fail, these numbers overstate it.",
    ]);
  });

  test("says first of all that a study was interrupted, and takes that for no failure of a variant", () => {
    const comparison = study({ base: [0, 0, 0, 0, 0, 0], wide: [...CLEAR, 0, 0] }, {}, [...BASE, 0, 0]);
    const [fifth, sixth] = [5, 6].map((seed) => comparison.runs.filter((run) => run.seed === seed));
    interrupt(fifth[1], INTERRUPTED);
    for (const run of sixth) interrupt(run, NOT_BEGUN);
    const { effects, conclusions } = effectsOf(comparison);
    expect(conclusions[0]).toBe("The study was interrupted: 9 of its 12 runs ended, and only these count.");
    expect(conclusions[1]).toMatch(/^wide is better than base: /);
    expect(effects[1].verdict).toMatch(/p = 0\.014\); the interruption left 4 of 6 seeds\.$/);
    expect(`${effects.map(({ verdict }) => verdict)} ${conclusions}`).not.toMatch(/fail/);
    for (const run of comparison.runs) interrupt(run, NOT_BEGUN);
    expect(effectsOf(comparison).conclusions[0]).toBe(
      "The study was interrupted before any of its runs ended: there are no results.",
    );
  });

  test("ends the interval of a share at what is possible, and keeps what was cut off", () => {
    // 0.92 and 0.99: mean 0.955, s / √2 = 0.035, and t(0.975; 1) = 12.7062, so the interval reaches 0.444717.
    const { effects } = effectsOf(study({ base: [0, 0], wide: [2, 8] }));
    expect(effects[1].value).toMatchObject({ high: 1, beyond: { high: expect.closeTo(0.955 + 0.444717, 5) } });
    expect(effects[1].value.low).toBeCloseTo(0.955 - 0.444717, 5);
    expect(effects[1].value.beyond).not.toHaveProperty("low");
    const far = effectsOf(study({ base: [-90, 9], wide: [10, -91] })).effects[1];
    expect(far.difference).toMatchObject({ mean: 0, low: -1, high: 1, beyond: { low: expect.any(Number) } });
    const loss = effectsOf(
      study({ base: [0, 0], wide: [2, 8] }, { metric: "loss", unit: "number", higherIsBetter: false } as const),
    );
    expect(loss.effects[1].value).not.toHaveProperty("beyond");
  });

  test("says at which learning rates optimizers are compared", () => {
    const rate = (optimizer: string, value: number, byDefault = true): Rate => ({ optimizer, value, byDefault });
    const rated = (differences: number[], base: Rate, wide: Rate) => {
      const comparison = study({ base: [0, 0, 0, 0], wide: differences });
      return effectsOf({
        ...comparison,
        variants: comparison.variants.map((v, i) => ({ ...v, rate: [base, wide][i] })),
      });
    };
    const clear = rated(CLEAR, rate("sgd", 0.01), rate("adam", 0.001));
    const words =
      "etter than base, each at its default learning rate (adam 0.001, sgd 0.01): test accuracy is higher by 1.50 ";
    expect(clear.effects[1].verdict).toContain(`B${words}`);
    expect(clear.conclusions[0]).toContain(`wide is b${words}`);
    expect(clear.conclusions[1]).toBe(
      "Each optimizer used its default learning rate (sgd 0.01, adam 0.001); other rates may give other results. Tune them first, " +
        "with the same budget for each: --tune learningRate=log:1e-4..1e-1, or compare({ tune }).",
    );
    expect(rated(OPEN, rate("sgd", 0.01), rate("adam", 0.001)).effects[1].verdict).toMatch(
      /^No significant difference from base, each at its default learning rate \(adam 0\.001, sgd 0\.01\) \(p = 0\.25\): /,
    );
    const fixed = rated(CLEAR, rate("sgd", 0.1, false), rate("adam", 0.1, false));
    expect(fixed.effects[1].verdict).toMatch(/^Better than base, both at a learning rate of 0\.1: /);
    const alike = rated(CLEAR, rate("adam", 0.001), rate("adam", 0.001));
    expect(`${alike.effects[1].verdict} ${alike.conclusions}`).not.toContain("learning rate");
  });

  test("counts only the comparisons that have a p for the correction", () => {
    const comparison = study({ base: [0, 0, 0, 0], wide: CLEAR, deep: WEAK });
    for (const run of comparison.runs.filter(({ variant, seed }) => variant === "deep" && seed > 1)) fail(run);
    expect(effectsOf(comparison).effects[1].verdict).toMatch(/p = 0\.014\)\.$/);
  });

  test("has nothing to compare with the base alone, and refuses a base that is not there", () => {
    expect(effectsOf(study({ base: [0, 0] })).conclusions).toEqual([
      "There is nothing to compare: base is the only variant.",
    ]);
    expect(() => effectsOf({ ...study({ wide: [0] }), baseline: "base" })).toThrow(
      'effectsOf: expected a variant named "base", the baseline, received "wide".',
    );
  });
});

describe("numbers in words", () => {
  test("keeps p readable, and on the right side of 0.05", () => {
    expect([0, 0.00099, 0.001, 0.0344, 0.0498, 0.0502, 0.314, 1].map(pInWords)).toEqual([
      "p < 0.001",
      "p < 0.001",
      "p = 0.001",
      "p = 0.034",
      "p = 0.0498",
      "p = 0.0502",
      "p = 0.31",
      "p = 1.00",
    ]);
  });

  test("tells shares in percentage points and the rest as it is, and never rounds to 0 what is not", () => {
    expect([magnitude(0.0042, "share"), magnitude(0.0042, "number"), magnitude(1.5, "number")]).toEqual([
      "0.42",
      "0.0042",
      "1.5000",
    ]);
    expect([magnitude(0.00002, "share"), magnitude(0.00002, "number")]).toEqual(["0.002", "0.00002"]);
    expect([signed(0.0042, "share"), signed(-0.0042, "share"), signed(-1e-18, "share")]).toEqual([
      "+0.42",
      "−0.42",
      "0.00",
    ]);
  });
});

/** Runs of every variant in the seeds 1, 2, …: the base values plus the differences, all in hundredths. */
function study(differences: Record<string, number[]>, more: Partial<Comparison> = {}, base = BASE): Comparison {
  const metric = more.metric ?? "accuracy";
  const runs = Object.entries(differences).flatMap(([variant, each]) =>
    each.map((difference, i): StudyRun => {
      const test = { [metric]: (base[i] + difference) / 100 };
      return { variant, seed: i + 1, history: [], test, seconds: 1 };
    }),
  );
  const variants = Object.keys(differences).map((name) => ({ name, changes: { name } }));
  return { runs, variants, baseline: "base", metric, unit: "share", higherIsBetter: true, ...more };
}

function runOf({ runs }: Comparison, variant: string, seed: number): StudyRun {
  return runs.find((run) => run.variant === variant && run.seed === seed) as StudyRun;
}

function interrupt(run: StudyRun, failure: string): void {
  run.failure = failure;
  delete run.test;
}

function fail(run: StudyRun): void {
  run.failure = "the worker died";
  delete run.test;
}
