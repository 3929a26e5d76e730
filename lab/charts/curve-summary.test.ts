import { afterEach, beforeAll, expect, test } from "vitest";
import type { Race } from "../race/race.ts";
import { language } from "../texts/language.ts";
import { loadLanguage } from "../texts/load-language.ts";
import { curveModel } from "./curve-model.ts";
import { type CurveSide, marksOf, newestOf, valuesAt } from "./curve-side.ts";
import { curveSummary } from "./curve-summary.ts";
import { curveTable } from "./curve-table.ts";
import { fakeRace } from "./fake-race.ts";
import { numberText } from "./number-text.ts";
import { StepCurve } from "./step-curve.ts";

const loss = (epoch: { validation?: Record<string, number> }) => epoch.validation?.loss;

function sidesOf(race: Race): CurveSide[] {
  return (["a", "b"] as const).map((arm) => {
    const curve = new StepCurve((step) => step.loss).follow(race[arm].value);
    return { arm, curve, marks: marksOf(race[arm].value, curve, loss) };
  });
}

function summaryOf(race: Race): string {
  const last = race.a.value?.steps.length ?? 0;
  const text = numberText;
  return curveSummary(sidesOf(race), {
    title: "Loss",
    last,
    text,
    differenceText: text,
    higherIsBetter: false,
    cut: false,
  });
}

beforeAll(() => loadLanguage("zh"));
afterEach(() => {
  language.value = "en";
});

test("the summary says the newest values of both, and who is better by how much", () => {
  const race = fakeRace();
  const [a, b] = sidesOf(race).map(({ marks }) => marks.at(-1)?.value ?? 0);
  expect(summaryOf(race)).toMatch(/^Loss at step 141\. A: training .+, validation .+\. B: /);
  expect(summaryOf(race)).toContain(`In validation B is lower, by ${numberText(a - b)}.`);
});

test("values that are not finite are said, in the language of the page", () => {
  const race = fakeRace({ failsAt: 100 });
  expect(summaryOf(race)).toContain("A: training not a number");
  expect(summaryOf(race)).toContain("A: 42 values are not finite; the curve has gaps there.");
  language.value = "zh";
  expect(summaryOf(race)).toContain("A：有 42 个值不是有限数");
});

test("before the first step there is nothing to show", () => {
  const race = fakeRace({ steps: 0 });
  expect(summaryOf(race)).toBe("Nothing to show yet: it begins with the first step.");
  expect(curveTable(sidesOf(race), numberText).rows).toEqual([]);
});

test("at a step the last validation before it counts, and nothing beyond the end", () => {
  const [side] = sidesOf(fakeRace());
  expect(valuesAt(side, "step", 46).validation).toBeUndefined();
  expect(valuesAt(side, "step", 93).validation).toBe(side.marks[0].value);
  expect(valuesAt(side, "step", 94).validation).toBe(side.marks[1].value);
  expect(valuesAt(side, "step", 142).training).toBeUndefined();
  expect(valuesAt(side, "seconds", 1e9).validation).toBe(side.marks.at(-1)?.value);
});

test("a side that is a step behind has its own newest values", () => {
  const [side] = sidesOf(fakeRace({ steps: 94 }));
  expect(valuesAt(side, "step", 95).training).toBeUndefined();
  expect(newestOf(side)).toEqual(valuesAt(side, "step", 94));
});

test("the table has at most 200 rows, the first and the last step among them", () => {
  const { rows } = curveTable(sidesOf(fakeRace({ steps: 3000, stepsPerEpoch: 100 })), numberText);
  expect(rows).toHaveLength(200);
  expect([rows[0][0], rows[199][0]]).toEqual(["1", "3,000"]);
});

test("bands are of the first pair and of those behind it", () => {
  const race = fakeRace({ seeds: 3 });
  const options = { axis: "step", log: false, bands: "range", within: undefined, epoch: loss } as const;
  const { bands, x } = curveModel(race, sidesOf(race), options);
  expect(x).toEqual([0, 141]);
  expect(bands.map(({ arm, points }) => [arm, points.map((point) => point.x)])).toEqual([
    ["a", [47, 94, 141]],
    ["b", [47, 94, 141]],
  ]);
  const first = race.a.value?.epochs[0].validation?.loss ?? 0;
  expect(bands[0].points[0].low).toBeLessThanOrEqual(first);
  expect(bands[0].points[0].high).toBeGreaterThan(first);
  expect(curveModel(fakeRace(), sidesOf(fakeRace()), options).bands).toEqual([]);
});

test("a curve goes on with its run, and begins anew with another one", () => {
  const [one, other] = [fakeRace({ steps: 50 }).a.value, fakeRace({ steps: 20 }).a.value];
  if (one === undefined || other === undefined) throw new Error("the fake has no run");
  const steps = one.steps.slice(0, 10);
  const curve = new StepCurve((step) => step.loss).follow({ ...one, steps });
  steps.push(...one.steps.slice(10));
  curve.follow({ ...one, steps });
  expect(Array.from(curve.value.values.subarray(0, 50))).toEqual(one.steps.map((step) => step.loss));
  expect(curve.follow(other).value.length).toBe(20);
  expect(curve.follow(undefined).value.length).toBe(0);
});
