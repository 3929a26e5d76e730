import { describe, expect, test } from "vitest";
import { effectsOf } from "../../effects.ts";
import type { Comparison } from "../../findings.ts";
import type { StudyRun } from "../../study.ts";
import { english } from "../english.ts";
import type { Words } from "../words.ts";
import { wordsIn } from "../words-in.ts";
import { chinese } from "./chinese.ts";

const STUDIES: Record<string, Comparison> = {
  clear: study([0.02, 0.03, 0.025, 0.02, 0.03]),
  worse: study([-0.02, -0.03, -0.025, -0.02, -0.03]),
  open: study([0.02, -0.03, 0.025, -0.02, 0.01]),
  same: study([0, 0, 0]),
  constant: study([0.01, 0.01, 0.01]),
  single: study([0.01]),
  failed: study([0.02, 0.03, Number.NaN, 0.02, 0.03]),
  none: study([Number.NaN]),
  equivalent: study(
    [1, -1, 2, -2, 0, 1, -1, 0].map((each) => each / 1000),
    { equivalence: 0.005 },
  ),
  "not shown equivalent": study(
    [1, -1, 2, -2, 0, 1, -1, 0].map((each) => each / 1000),
    { equivalence: 0.0001 },
  ),
  "a permutation test disagrees": study([0.01, 0.01, 0.01, 0.012, 0.011, 0.012, 0.3]),
  "several looks": study(
    [1, 3, 2, 4, 1, 2].map((each) => each / 100),
    { looks: { seeds: [3, 6], most: 12 } },
  ),
  "other rates": study([0.02, 0.03, 0.025], {
    variants: [
      { name: "base", changes: {}, rate: { optimizer: "sgd", value: 0.01, byDefault: true } },
      { name: "wide", changes: {}, rate: { optimizer: "adam", value: 0.001, byDefault: true } },
    ],
  }),
  "times to a target": sooner(),
  "several splits": split(),
  "a number": { ...study([2, 3, 2.5]), unit: "number", metric: "rootMeanSquaredError", higherIsBetter: false },
};

describe("Chinese words", () => {
  test.each(Object.keys(STUDIES))("have the numbers and the names of the English ones: %s", (name) => {
    const [own, theirs] = [chinese, english].map((words) => sentences(STUDIES[name], words));
    expect(own.length).toBe(theirs.length);
    for (const [i, sentence] of own.entries()) {
      expect(sentence).toMatch(/[\u4e00-\u9fff].*[。？]$/);
      expect(sentence).not.toMatch(/undefined|NaN|null/);
      expect(numbersIn(sentence)).toEqual(numbersIn(theirs[i]));
      expect(sentence.includes("wide")).toBe(theirs[i].includes("wide"));
    }
  });

  test("say what is better, by how much, and how certain it is", () => {
    const [, verdict] = sentences(STUDIES.clear, chinese);
    expect(verdict).toMatch(/^优于 base：测试准确率高 2\.50 个百分点（95% 置信区间 1\.88 到 3\.12，p < 0\.001）。$/);
    expect(sentences(STUDIES.worse, chinese)[1]).toMatch(/^不如 base：测试准确率低 2\.50 个百分点/);
    expect(sentences(STUDIES["a number"], chinese)[1]).toMatch(/^不如 base：测试均方根误差高 2\.5000（/);
  });

  test("are loaded when they are asked for", async () => {
    expect(await wordsIn("zh")).toBe(chinese);
    expect(await wordsIn("en")).toBe(english);
  });
});

/** The verdicts and then the conclusions. */
function sentences(comparison: Comparison, words: Words): string[] {
  const { effects, conclusions } = effectsOf(comparison, words);
  return [...effects.map(({ verdict }) => verdict), ...conclusions];
}

/** In order of size, since languages say them in different order. */
function numbersIn(sentence: string): string[] {
  return (sentence.match(/[−+]?\d+(\.\d+)?/g) ?? []).sort();
}

/** The second variant reaches 90 % in an earlier epoch. */
function sooner(): Comparison {
  const timed = study([0, 0, 0], { reach: { metric: "accuracy", value: 0.9, higherIsBetter: true, unit: "share" } });
  for (const run of timed.runs) {
    run.stopped = { reason: "epochs", epoch: 4 };
    run.history = [1, 2, 3, 4].map((epoch) => {
      const validation = { accuracy: epoch > (run.variant === "wide" ? run.seed % 2 : 2) ? 0.9 : 0.5 };
      return { epoch, learningRate: 1, train: {}, validation, seconds: 0.5 };
    });
  }
  return timed;
}

/** Every seed on three splits. */
function split(): Comparison {
  const one = study([1, -2, 3, -1].map((each) => each / 100));
  const runs = [-1, 0, 1].flatMap((dataSeed) =>
    one.runs.map((run) => ({
      ...run,
      dataSeed,
      test: { accuracy: (run.test?.accuracy ?? 0) + (dataSeed * run.seed) / 100 },
    })),
  );
  return { ...one, runs };
}

/** Two variants with one run a seed, which differ by these numbers; NaN: the run failed. */
function study(differences: readonly number[], more: Partial<Comparison> = {}): Comparison {
  const runs = differences.flatMap((difference, i): StudyRun[] => {
    const run = { seed: i + 1, history: [], steps: 10, seconds: 1 };
    const failed = Number.isNaN(difference);
    const wide = { accuracy: 0.8 + difference, rootMeanSquaredError: 5 + difference };
    return [
      { ...run, variant: "base", test: { accuracy: 0.8, rootMeanSquaredError: 5 } },
      failed ? { ...run, variant: "wide", failure: "diverged" } : { ...run, variant: "wide", test: wide },
    ];
  });
  return {
    runs,
    variants: [
      { name: "base", changes: {}, stepsPerEpoch: 10 },
      { name: "wide", changes: { hidden: [512] }, stepsPerEpoch: 10 },
    ],
    baseline: "base",
    metric: "accuracy",
    unit: "share",
    higherIsBetter: true,
    ...more,
  };
}
