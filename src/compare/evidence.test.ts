import { describe, expect, test } from "vitest";
import { points } from "../../test/small-runs.ts";
import { type CompareOptions, compare } from "./compare.ts";

const SMALL = {
  data: points(60, { validation: 12, test: 12 }, 0.2),
  base: { model: "mlp", epochs: 2, batchSize: 16 },
  vary: { learningRate: [0.01, 0.1] },
  parallel: 1,
  seeds: 3,
} as const;

describe("compare refuses before anything is trained", () => {
  test.each<[string, Partial<CompareOptions>, string]>([
    ["a margin of 0", { equivalence: 0 }, "compare: equivalence: expected a margin above 0 and below 1"],
    ["a margin of 50 %, written as 50", { equivalence: 50 }, 'Give "50 points" for 50 percentage points.'],
    ["a margin in other units", { equivalence: "3 apples" }, "expected a margin above 0 and below 1"],
    ["points of what is no share", { equivalence: "3 points", metric: "loss" }, "units of loss, which is no share"],
    ["a target without a measure", { reach: {} }, "expected one measure, such as { accuracy: 0.9 }"],
    ["a target of a measure that there is not", { reach: { acuracy: 0.9 } }, "acuracy"],
    ["a share above 1", { reach: { accuracy: 90 } }, "expected a share above 0 and at most 1, received 90"],
    ["looks with two seeds", { untilDecided: true, seeds: 2 }, "expected at least 3 with untilDecided, received 2"],
    ["looks of given seeds", { untilDecided: true, seeds: [4, 7, 9] }, "expected a number with untilDecided"],
    ["fewer seeds at most than at first", { untilDecided: { most: 3 } }, "compare: untilDecided: most"],
    ["a single look", { untilDecided: { looks: 1 } }, "compare: untilDecided: looks"],
    ["an option of looks that there is not", { untilDecided: { max: 9 } as object }, "max"],
    ["two splits", { dataSeeds: 2 }, "compare: dataSeeds"],
    ["the same split twice", { dataSeeds: [1, 2, 2] }, "expected at least 3 data seeds, each once"],
    ["splits with one seed", { dataSeeds: 3, seeds: 1 }, "expected at least 3 with dataSeeds, received 1"],
    ["splits and looks", { dataSeeds: 3, untilDecided: true }, "expected either untilDecided or dataSeeds"],
    ["splits of data that are not split here", { dataSeeds: 3 }, "expected data that are split or drawn by dataSeed"],
  ])("%s", async (_, options, message) => {
    const asked = { ...SMALL, ...options, onProgress: () => expect.unreachable("a run began") } as CompareOptions;
    await expect(compare(asked)).rejects.toThrow(message);
  });
});

test("seeds are added until the study is decided, and none after", async () => {
  const study = await compare({ ...SMALL, untilDecided: { most: 9, looks: 3 }, base: { ...SMALL.base, epochs: 1 } });
  const looks = study.untilDecided?.looks ?? [];
  expect([3, 6, 9].slice(0, looks.length)).toEqual(looks.map(({ seeds }) => seeds));
  expect(study.seeds).toHaveLength(looks.at(-1)?.seeds as number);
  expect(study.runs).toHaveLength(2 * study.seeds.length);
  expect(study.untilDecided?.decided === true || study.seeds.length === 9).toBe(true);
  expect(study.conclusions.join(" ")).toMatch(/(Decided|Not decided about .*) with \d seeds of at most 9/);
});

test("a study over splits says what the metric varies with, and when runs reached a target", async () => {
  const { data: _, ...others } = SMALL;
  const study = await compare({
    ...others,
    base: { ...SMALL.base, data: "digits", trainSize: 60, validationSize: 30, testSize: 30 },
    dataSeeds: 3,
    reach: { loss: 2.2 },
    equivalence: "50 points",
  });
  expect(study.dataSeeds).toEqual([1, 2, 3]);
  expect(study.runs).toHaveLength(2 * 3 * 3);
  expect(study.runs.slice(0, 4).map(({ dataSeed, seed }) => [seed, dataSeed])).toEqual([
    [1, 1],
    [1, 1],
    [1, 2],
    [1, 2],
  ]);
  const [base, other] = study.effects;
  const { split, seed, rest } = base.variance ?? { split: Number.NaN, seed: Number.NaN, rest: Number.NaN };
  expect(base.value.deviation).toBeCloseTo(Math.sqrt(split + seed + rest), 12);
  expect(other.difference?.equivalence?.margin).toBe(0.5);
  expect(other.time?.count).toBe(9);
  expect(other.time?.steps.mean).toBeGreaterThan(0);
  expect(study.reach).toEqual({ metric: "loss", value: 2.2, higherIsBetter: false, unit: "number" });
});
