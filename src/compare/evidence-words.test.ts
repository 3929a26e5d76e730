import { describe, expect, test } from "vitest";
import { effectsOf } from "./effects.ts";
import type { Comparison } from "./findings.ts";
import type { StudyRun } from "./study.ts";

describe("verdicts", () => {
  test("call variants equivalent within the margin, or say that it is not shown", () => {
    const small = [1, -1, 2, -2, 0, 1, -1, 0].map((each) => each / 1000);
    const { effects, conclusions } = effectsOf(study(small, { equivalence: 0.005 }));
    expect(effects[1].kind).toBe("equivalent");
    expect(effects[1].verdict).toMatch(
      /^Equivalent to base within 0\.50 percentage points \(two one-sided tests, p < 0\.001\): .* with a 90 % interval of −/,
    );
    expect(conclusions[0]).toMatch(/^wide is equivalent to base/);
    const open = effectsOf(study(small, { equivalence: 0.0001 })).effects[1];
    expect(open.kind).toBe("open");
    expect(open.verdict).toContain("; nor is it shown to be within 0.01 percentage points (two one-sided tests, p = ");
  });

  test("say it where the permutation test disagrees, and only where it could find anything", () => {
    // One far value hides from t what all signs agree on.
    const far = [0.01, 0.01, 0.01, 0.012, 0.011, 0.012, 0.3];
    const { verdict, difference } = effectsOf(study(far)).effects[1];
    expect(difference?.permutation?.p).toBe(2 / 2 ** 7);
    expect(verdict).toMatch(
      /; a permutation test, which takes no normal distribution, does find one \(p = 0\.016\)\.$/,
    );
    expect(effectsOf(study(far.slice(-5))).effects[1].verdict).not.toContain("permutation");
    const looks = { seeds: [3, 7], most: 12 }; // for which it does not allow
    expect(effectsOf(study(far, { looks })).effects[1].verdict).not.toContain("permutation");
  });

  test("name no number of seeds where differences vary with the split too", () => {
    const one = study([1, -2, 3, -1].map((each) => each / 100));
    const runs = [-1, 0, 1].flatMap((dataSeed) =>
      one.runs.map((run) => {
        const accuracy = (run.test?.accuracy ?? 0) + (run.variant === "wide" ? dataSeed / 100 : 0);
        return { ...run, dataSeed, test: { accuracy } };
      }),
    );
    expect(effectsOf(one).effects[1].verdict).toMatch(/in 4 of 5 studies takes about \d+ seeds\.$/);
    const { kind, verdict, difference } = effectsOf({ ...one, runs }).effects[1];
    expect([kind, difference?.variance?.split]).toEqual(["open", expect.any(Number)]);
    expect(verdict).not.toContain("takes about");
  });

  test("allow for looks: p is larger and the interval wider than with one look", () => {
    const differences = [1, 3, 2, 4, 1, 2].map((each) => each / 100);
    const once = effectsOf(study(differences)).effects[1].difference;
    const looks = { seeds: [3, 6], most: 12 };
    const { effects, conclusions } = effectsOf(study(differences, { looks }));
    expect(effects[1].difference?.p).toBeGreaterThan(once?.p as number);
    expect(effects[1].difference?.low).toBeLessThan(once?.low as number);
    expect(conclusions.at(-1)).toMatch(
      /with 6 seeds of at most 12; p and intervals of differences allow for 2 looks\.$/,
    );
  });
});

describe("times to a target", () => {
  const reach = { metric: "accuracy", value: 0.9, higherIsBetter: true, unit: "share" } as const;

  test("are restricted to the shortest run that ended too soon to tell", () => {
    const timed = study([0, 0, 0], { reach });
    const epochs = { base: [3, 4, 9], wide: [1, 2, 2] }; // the target in this epoch, of 4
    for (const run of timed.runs) {
      const at = epochs[run.variant as "base" | "wide"][run.seed - 1];
      run.stopped = { reason: "epochs", epoch: 4 };
      run.history = [1, 2, 3, 4].map((epoch) => ({
        epoch,
        learningRate: 1,
        train: {},
        validation: { accuracy: epoch >= at ? 0.9 : 0.5 },
        seconds: 0.5,
      }));
    }
    const { effects, conclusions } = effectsOf(timed);
    expect(effects[0].time).toMatchObject({ reached: 2, count: 3, horizon: { steps: 40, seconds: 2 } });
    expect(effects[0].time?.steps.mean).toBeCloseTo((30 + 40 + 40) / 3, 12);
    expect(effects[1].time?.difference?.steps).toMatchObject({ mean: -20, deviation: 0 });
    expect(conclusions).toContain(
      "wide reached validation accuracy 90.00 % 20 steps sooner than base in every seed, counted up to 40 steps.",
    );
  });

  test("say nothing where no run reached it", () => {
    expect(effectsOf(study([0, 0], { reach })).conclusions).toContain(
      "No run reached validation accuracy 90.00 %: nothing is said of how soon.",
    );
  });
});

/** Runs of two variants that differ by this much in the seeds 1, 2, …; ten steps an epoch. */
function study(differences: readonly number[], more: Partial<Comparison> = {}): Comparison {
  const runs = ["base", "wide"].flatMap((variant) =>
    differences.map((difference, i): StudyRun => {
      const accuracy = 0.5 + i / 100 + (variant === "wide" ? difference : 0);
      return { variant, seed: i + 1, history: [], test: { accuracy }, seconds: 1 };
    }),
  );
  const variants = ["base", "wide"].map((name) => ({ name, changes: {}, stepsPerEpoch: 10 }));
  return { runs, variants, baseline: "base", metric: "accuracy", unit: "share", higherIsBetter: true, ...more };
}
