import { describe, expect, test } from "vitest";
import { effectsOf } from "../../compare/effects.ts";
import { NOT_BEGUN } from "../../compare/run-outcome.ts";
import type { Study, StudyRun } from "../../compare/study.ts";
import { AFTER, BEFORE, judgeStudy } from "./judge-study.ts";
import { levelOf } from "./level-of.ts";

type Values = readonly (number | string)[];

/** A study of a recipe with and without a change; a text is the failure of a run. */
function studyOf(before: Values, after: Values, { higherIsBetter = true, metric = "accuracy" } = {}): Study {
  const runsOf = (variant: string, values: Values): StudyRun[] =>
    values.map((value, seed) => ({
      ...{ variant, seed, history: [], seconds: 1 },
      ...(typeof value === "string" ? { failure: value } : { test: { [metric]: value } }),
    }));
  const runs = [...runsOf(BEFORE, before), ...runsOf(AFTER, after)];
  const unit = higherIsBetter ? "share" : "number";
  const variants = [BEFORE, AFTER].map((name) => ({ name, changes: {} }));
  const effects = effectsOf({ runs, variants, baseline: BEFORE, metric, unit, higherIsBetter });
  const environment = { evenkeel: "", platform: "", backend: "", parallel: 1, date: "" };
  const facts = {
    title: "",
    metric,
    unit,
    higherIsBetter,
    base: {},
    baseline: BEFORE,
    environment,
    seconds: 1,
  } as const;
  return { ...facts, seeds: before.map((_, i) => i), runs, ...effects };
}

describe("a proof", () => {
  test("keeps what measures better, with the interval of the difference", () => {
    const { kept, why, study } = judgeStudy(studyOf([0.71, 0.7, 0.72, 0.69, 0.7], [0.9, 0.91, 0.89, 0.92, 0.9]));
    expect([kept, why]).toEqual([true, "It helped."]);
    expect(study).toMatchObject({
      metric: "accuracy",
      unit: "share",
      higherIsBetter: true,
      failed: { before: 0, after: 0 },
    });
    expect(study.mean).toBeCloseTo(0.2, 10);
    expect(study.low).toBeGreaterThan(0.15);
    expect(study.high).toBeLessThan(0.25);
    expect(study.p).toBeLessThan(0.001);
  });

  test("asks more of later studies, so that all of them together err in 5 % at most", () => {
    const study = studyOf([0.71, 0.7, 0.72, 0.69, 0.7], [0.75, 0.7, 0.75, 0.71, 0.72]); // p = 0.03
    expect(judgeStudy(study).kept).toBe(true);
    const { kept, why } = judgeStudy(study, levelOf(1));
    expect([kept, why]).toEqual([
      false,
      "It made no difference that 5 seeds can show with p < 0.025, the level of this study.",
    ]);
    const levels = Array.from({ length: 1000 }, (_, i) => levelOf(i + 1));
    expect(levels.slice(0, 3)).toEqual([0.025, 0.05 / 6, 0.05 / 12]);
    expect(levels.reduce((sum, level) => sum + level, 0)).toBeLessThan(0.05);
  });

  test("says what made no difference, and what made it worse", () => {
    const none = judgeStudy(studyOf([0.71, 0.7, 0.72, 0.69, 0.7], [0.72, 0.69, 0.71, 0.7, 0.7]));
    expect([none.kept, none.why]).toEqual([false, "It made no difference that 5 seeds can show."]);
    expect(judgeStudy(studyOf([0.7, 0.7], [0.7, 0.7])).kept).toBe(false);
    const worse = judgeStudy(studyOf([0.9, 0.91, 0.89, 0.92, 0.9], [0.71, 0.7, 0.72, 0.69, 0.7]));
    expect([worse.kept, worse.why]).toEqual([false, "It made it worse."]);
  });

  test("knows metrics of which less is better", () => {
    const error = { higherIsBetter: false, metric: "rootMeanSquaredError" };
    expect(judgeStudy(studyOf([5.1, 5.2, 5.05], [3.1, 3.05, 3.2], error))).toMatchObject({ kept: true });
    expect(judgeStudy(studyOf([3.1, 3.05, 3.2], [5.1, 5.2, 5.05], error)).why).toBe("It made it worse.");
  });

  test("one seed shows nothing", () => {
    const { kept, why } = judgeStudy(studyOf([0.5], [0.9]));
    expect([kept, why]).toEqual([false, "One seed cannot show whether it helped: it gives no interval."]);
  });

  test("keeps what mends runs that fail, and not what makes them fail", () => {
    const failing = ["diverged", "diverged", "diverged"];
    const mended = judgeStudy(studyOf(failing, [0.9, 0.91, 0.9]));
    expect([mended.kept, mended.why]).toEqual([true, "It helped: without it 3 of 3 seeds failed, with it none."]);
    expect(mended.study.failed).toEqual({ before: 3, after: 0 });
    expect(mended.study).not.toHaveProperty("mean");
    const broken = judgeStudy(studyOf([0.9, 0.91, 0.9], failing));
    expect([broken.kept, broken.why]).toEqual([false, "It made it worse: with it 3 of 3 seeds failed, without it 0."]);
    expect(judgeStudy(studyOf(failing, failing)).why).toBe("It made no difference: in every seed a run failed.");
    expect(judgeStudy(studyOf(["diverged", 0.9, 0.91, 0.9], [0.9, 0.9, 0.91, 0.9])).kept).toBe(false);
  });

  test("an interrupted one keeps nothing", () => {
    const { kept, why } = judgeStudy(studyOf([0.5, 0.51, NOT_BEGUN], [0.9, NOT_BEGUN, NOT_BEGUN]));
    expect([kept, why]).toEqual([false, "Interrupted: 2 of 3 pairs of runs were not finished."]);
  });
});
