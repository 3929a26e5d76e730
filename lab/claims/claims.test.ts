import type { Study, StudyRun } from "evenkeel";
import { describe, expect, test } from "vitest";
import type { Claim } from "../chapters/chapter.ts";
import { allHold } from "./all-hold.ts";
import { alwaysAhead } from "./always-ahead.ts";
import { asGood } from "./as-good.ts";
import { clearlyAhead } from "./clearly-ahead.ts";
import { clearlyBehind } from "./clearly-behind.ts";
import { noGain } from "./no-gain.ts";
import { otherwiseMeasured } from "./otherwise-measured.ts";
import { riseOf } from "./rise-of.ts";
import { sameRun } from "./same-run.ts";
import { steadier } from "./steadier.ts";

describe("alwaysAhead", () => {
  const { judge, numbers } = alwaysAhead({ by: 0.4 });

  test("is open without pairs, and decided by the first", () => {
    expect(judge([], undefined)).toBe("notYet");
    expect(judge(pairs([0.1], [0.8]), undefined)).toBe("holds");
    expect(judge(pairs([0.5], [0.8]), undefined)).toBe("doesNotHold");
  });

  test("is refuted by a single pair, also by one that came after others", () => {
    expect(judge(pairs([0.1, 0.1, 0.5], [0.8, 0.8, 0.8]), undefined)).toBe("doesNotHold");
  });

  test("takes a run that failed as one that reads nothing", () => {
    expect(judge(pairs([FAILED], [0.8]), undefined)).toBe("holds");
    expect(judge(pairs([0.1], [FAILED]), undefined)).toBe("doesNotHold");
    expect(judge(pairs([FAILED], [FAILED]), undefined)).toBe("doesNotHold");
    expect(numbers(pairs([FAILED, 0.2], [0.8, 0.9]), undefined).map(({ value }) => value)).toEqual([
      0.1, 0.8500000000000001,
    ]);
  });

  test("is open where a number is missing, and shows no mean of what is left", () => {
    expect(judge(pairs([MISSING], [0.8]), undefined)).toBe("notYet");
    expect(judge(pairs([MISSING, 0.7], [0.8, 0.8]), undefined)).toBe("doesNotHold");
    expect(numbers(pairs([MISSING, 0.7], [0.8, 0.8]), undefined).map(({ arm }) => arm)).toEqual(["b"]);
  });
});

describe("claims on an interval", () => {
  const five = pairs(Array(5).fill(0.7), Array(5).fill(0.75));

  const ends: [string, Claim, yes: [number, number], no: [number, number]][] = [
    ["clearlyAhead", clearlyAhead(), [0.01, 0.03], [-0.01, 0.03]],
    ["clearlyBehind", clearlyBehind(), [-0.03, -0.01], [-0.03, 0.01]],
    ["noGain", noGain({ above: 0.02 }), [-0.2, 0.01], [0.0, 0.03]],
    ["asGood", asGood({ within: 0.02 }), [-0.01, 0.01], [-0.03, 0.01]],
    ["asGood", asGood({ within: 0.02 }), [-0.01, 0.01], [-0.01, 0.03]],
  ];
  test.each(ends)("%s goes by both ends, and needs five pairs", (_, claim, yes, no) => {
    expect(claim.judge(five, studyOf(...yes))).toBe("holds");
    expect(claim.judge(five, studyOf(...no))).toBe("doesNotHold");
    expect(claim.judge(five.slice(1), studyOf(...yes))).toBe("notYet");
    expect(claim.judge(five, undefined)).toBe("notYet");
    expect(claim.pairs).toBe(5);
  });

  test("a run of B that failed refutes them; one of A is left to the study", () => {
    const { judge } = clearlyAhead();
    expect(judge(pairs([0.7, 0.7, 0.7, 0.7, 0.7], [0.8, 0.8, FAILED, 0.8, 0.8]), studyOf(0.01, 0.2))).toBe(
      "doesNotHold",
    );
    expect(judge(pairs([0.7, 0.7, FAILED, 0.7, 0.7], [0.8, 0.8, 0.8, 0.8, 0.8]), studyOf(0.01, 0.2))).toBe("holds");
  });

  test("are open where the study has no interval, or is about something else than accuracy", () => {
    const { judge } = clearlyAhead();
    expect(judge(five, studyOf(Number.NaN, 0.2))).toBe("notYet");
    expect(judge(five, { ...studyOf(0.1, 0.2), metric: "loss" })).toBe("notYet");
    expect(judge(five, { ...studyOf(0.1, 0.2), effects: [] })).toBe("notYet");
  });

  test("show the mean and both ends once there are any", () => {
    const { numbers } = clearlyAhead();
    expect(numbers(five, undefined).map(({ label }) => label)).toEqual(["accuracy", "accuracy"]);
    expect(numbers(five, studyOf(0.01, 0.03)).slice(2)).toEqual([
      { label: "gain", arm: "both", value: 0.02, as: "points" },
      { label: "least", arm: "both", value: 0.01, as: "points" },
      { label: "most", arm: "both", value: 0.03, as: "points" },
    ]);
  });
});

describe("data without accuracy", () => {
  const run = (rootMeanSquaredError: number): StudyRun => ({
    ...runOf(MISSING),
    test: { loss: 1, rootMeanSquaredError },
  });
  const pair = (seed: number, a: number, b: number) => ({ seed, a: run(a), b: run(b) });
  const study = (low: number | undefined, high: number | undefined, count: number) =>
    ({
      ...{ metric: "rootMeanSquaredError", unit: "number", higherIsBetter: false },
      effects: [{ kind: "base" }, { kind: "clear", difference: { mean: -1, low, high, count } }],
    }) as unknown as Study;
  const two = [pair(1, 3, 2), pair(2, 5, 4)];

  test("are compared by the measure of their task, of which less may be better", () => {
    const said = { metric: "rootMeanSquaredError", a: 4, b: 3, mean: -1, low: -1.5, high: -0.5, pairs: 2, ahead: "b" };
    expect(otherwiseMeasured(two, study(-1.5, -0.5, 2))).toMatchObject(said);
    expect(otherwiseMeasured(two, study(0.5, 1.5, 2))?.ahead).toBe("a");
    expect(otherwiseMeasured(two, study(-1.5, 0.5, 2))?.ahead).toBe("neither");
    expect(otherwiseMeasured(two.slice(1), study(undefined, undefined, 1))?.ahead).toBe("b");
  });

  test("say nothing before there is a study, where one failed, and where a run has an accuracy", () => {
    expect(otherwiseMeasured(two, undefined)).toBeUndefined();
    expect(otherwiseMeasured([], study(-1.5, -0.5, 2))).toBeUndefined();
    expect(otherwiseMeasured([...two, { seed: 3, a: run(1), b: runOf(FAILED) }], study(-1, 1, 2))).toBeUndefined();
    expect(otherwiseMeasured(pairs([0.7], [0.8]), studyOf(0.1, 0.2))).toBeUndefined();
  });
});

test("steadier compares how far five accuracies lie apart, not their means", () => {
  const { judge, numbers } = steadier({ share: 1 / 3 });
  const wide = [0.6, 0.7, 0.8, 0.9, 1];
  const near = (by: number) => wide.map((x) => 0.3 + by * x);
  expect(judge(pairs(wide, near(0.3)), undefined)).toBe("holds");
  expect(judge(pairs(wide, near(0.4)), undefined)).toBe("doesNotHold");
  expect(judge(pairs(near(0.3), wide), undefined)).toBe("doesNotHold");
  expect(judge(pairs(wide, near(0.3)).slice(1), undefined)).toBe("notYet");
  expect(judge(pairs([...wide.slice(1), MISSING], near(0.3)), undefined)).toBe("notYet");
  expect(judge(pairs(Array(5).fill(0.5), Array(5).fill(0.5)), undefined)).toBe("doesNotHold"); // there was no luck
  expect(judge(pairs(wide, Array(5).fill(FAILED)), undefined)).toBe("doesNotHold");
  const spreads = numbers(pairs(wide, near(0.3)), undefined).filter(({ label }) => label === "spread");
  expect(spreads.map(({ value }) => value)).toEqual([
    expect.closeTo(Math.sqrt(0.025)),
    expect.closeTo(0.3 * Math.sqrt(0.025)),
  ]);
  expect(numbers(pairs([0.5], [0.5]), undefined).map(({ label }) => label)).toEqual(["accuracy", "accuracy"]);
});

test("sameRun compares all losses and the accuracy, to the last bit", () => {
  const { judge, numbers } = sameRun();
  const [pair] = pairs([0.7], [0.7]);
  expect(judge([], undefined)).toBe("notYet");
  expect(judge([pair], undefined)).toBe("holds");
  expect(judge([{ ...pair, b: { ...pair.b, history: epochs([1, 0.5000001]) } }], undefined)).toBe("doesNotHold");
  expect(judge(pairs([0.7], [0.700001]), undefined)).toBe("doesNotHold");
  expect(judge(pairs([0.7], [FAILED]), undefined)).toBe("doesNotHold");
  expect(numbers([pair], undefined).at(-1)).toMatchObject({ label: "same", value: 1 });
});

test("riseOf is the last validation loss over the lowest; unknown where one is missing", () => {
  const run = runOf(0.7);
  expect(riseOf({ ...run, history: epochs([2, 1, 1.5]) })).toBe(1.5);
  expect(riseOf({ ...run, history: epochs([2, 1]) })).toBe(1);
  expect(riseOf({ ...run, history: [] })).toBeUndefined();
  expect(riseOf({ ...run, history: epochs([2, Number.NaN]) })).toBeUndefined();
});

test("allHold holds only where all parts do; one refuted part refutes it", () => {
  expect(allHold("holds", "holds")).toBe("holds");
  expect(allHold("holds", "notYet")).toBe("notYet");
  expect(allHold("notYet", "doesNotHold")).toBe("doesNotHold");
});

const FAILED = "failed";
const MISSING = "missing";

function pairs(a: readonly (number | string)[], b: readonly (number | string)[]) {
  return a.map((each, i) => ({ seed: i + 1, a: runOf(each), b: runOf(b[i]) }));
}

function runOf(accuracy: number | string): StudyRun {
  const run = { variant: "x", seed: 1, history: epochs([1, 0.5]), seconds: 1 };
  if (accuracy === FAILED) return { ...run, failure: "the loss is no longer finite" };
  return accuracy === MISSING
    ? { ...run, test: { loss: 1 } }
    : { ...run, test: { loss: 1, accuracy: Number(accuracy) } };
}

function epochs(losses: readonly number[]) {
  return losses.map((loss, i) => ({
    epoch: i + 1,
    learningRate: 0.1,
    train: { loss },
    validation: { loss },
    seconds: 1,
  }));
}

/** What claims read of a study. */
function studyOf(low: number, high: number): Study {
  const difference = { mean: (low + high) / 2, low, high, count: 5 };
  return { metric: "accuracy", effects: [{ kind: "base" }, { kind: "clear", difference }] } as unknown as Study;
}
