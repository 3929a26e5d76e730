import { describe, expect, test } from "vitest";
import { examinationOf } from "../../test/examination.ts";
import { confidenceOf } from "./confidence-of.ts";
import { type Diagnosis, defineDiagnosis, type Found } from "./diagnosis.ts";
import type { Evidence, Severity } from "./finding.ts";
import { judge } from "./judge.ts";

const sign = (value: number, threshold = 1): Evidence => ({ signal: "a sign", value, threshold });
const SICK: Found = { where: "inputs", evidence: [sign(2), sign(3)], meaning: "It is sick." };

/** A diagnosis that finds what it is told to. */
function finding(name: string, given: Partial<Diagnosis> & { found?: Found | readonly Found[] } = {}): Diagnosis {
  const { found = SICK, ...others } = given;
  return defineDiagnosis({
    name,
    ...{ title: name, summary: name, source: "by definition", signals: "none", avoid: "never" },
    ...{
      group: "data",
      phase: "before",
      severity: "warning",
      thresholds: { most: { value: 1, why: "by definition" } },
    },
    find: () => found,
    cures: () => [],
    seeds: [],
    ...others,
  });
}

const judged = (...diagnoses: Diagnosis[]) => judge(examinationOf(), diagnoses, () => []);
const told = (...diagnoses: Diagnosis[]) =>
  judged(...diagnoses).map(({ diagnosis, consequenceOf }) =>
    [diagnosis, ...(consequenceOf ? [consequenceOf] : [])].join(" of "),
  );

describe("the severity of a finding", () => {
  const severityOf = (diagnosis: Diagnosis) => judged(diagnosis)[0].severity;
  const one: Found = { ...SICK, evidence: [sign(9)] };

  test("is that of the diagnosis where there are two signs, or where it is so by definition", () => {
    expect(severityOf(finding("a", { severity: "severe" }))).toBe("severe");
    expect(severityOf(finding("a", { severity: "severe", found: { ...one, certain: true } }))).toBe("severe");
  });

  test("is information where there is a single sign", () => {
    expect(severityOf(finding("a", { severity: "severe", found: one }))).toBe("information");
  });

  test("may be less grave than the diagnosis says, never graver", () => {
    expect(severityOf(finding("a", { severity: "severe", found: { ...SICK, severity: "warning" } }))).toBe("warning");
    expect(severityOf(finding("a", { severity: "warning", found: { ...SICK, severity: "severe" } }))).toBe("warning");
  });
});

describe("the confidence", () => {
  const of = (...evidence: Evidence[]) => confidenceOf({ evidence });

  test("grows with the signs, and with how far they are beyond their limits", () => {
    expect(of(sign(1))).toBe(1 / 2);
    expect(of(sign(3))).toBe(3 / 4);
    expect(of(sign(3), sign(1))).toBe(7 / 8);
    expect(of(sign(1000))).toBe(10 / 11);
    expect(confidenceOf({ evidence: [sign(3)], certain: true })).toBe(1);
  });

  test("counts how many times the limit is the value, below a limit", () => {
    expect(of({ ...sign(0.5, 1), beyond: "below" })).toBeCloseTo(2 / 3, 12);
    expect(of({ ...sign(0, 1), beyond: "below" })).toBe(10 / 11);
  });

  test("knows negative limits, limits of 0, and numbers that are not finite", () => {
    expect(of(sign(-1, -4))).toBe(4 / 5);
    expect(of({ ...sign(-4, -1), beyond: "below" })).toBe(4 / 5);
    expect(of(sign(0.1, 0))).toBe(10 / 11);
    expect(of(sign(Number.NaN))).toBe(10 / 11);
    expect(of(sign(Infinity))).toBe(10 / 11);
  });
});

describe("the order", () => {
  const at = (severity: Severity, value = 2): Partial<Diagnosis> & { found: Found } => ({
    severity,
    found: { ...SICK, evidence: [sign(value), sign(value)] },
  });

  test("is the gravest first, then the surest", () => {
    const all = [
      finding("i", at("information")),
      finding("w", at("warning")),
      finding("v", at("warning", 5)),
      finding("s", at("severe")),
    ];
    expect(told(...all)).toEqual(["s", "v", "w", "i"]);
  });

  test("has each cause before its consequences, also by way of what was not found", () => {
    const cause = finding("cause", { ...at("warning"), explains: ["between"] });
    const between = finding("between", { find: () => undefined, explains: ["symptom"] });
    const all = [finding("symptom", at("severe")), finding("other", at("warning", 9)), between, cause];
    expect(told(...all)).toEqual(["cause", "symptom of cause", "other"]);
  });

  test("tells all that follow from one cause as its consequences", () => {
    const all = [
      finding("c", at("warning")),
      finding("b", { ...at("warning"), explains: ["c"] }),
      finding("a", { ...at("warning"), explains: ["b", "c"] }),
    ];
    expect(told(...all)).toEqual(["a", "c of a", "b of a"]);
  });

  test("has no information as the cause of a warning", () => {
    const all = [finding("symptom", at("severe")), finding("hint", { ...at("information"), explains: ["symptom"] })];
    expect(told(...all)).toEqual(["symptom", "hint"]);
  });

  test("keeps the same disease in several places together", () => {
    const places = ["1.relu", "3.relu"].map((where) => ({ ...SICK, where }));
    const all = [finding("symptom", at("warning", 9)), finding("dead", { found: places, explains: ["symptom"] })];
    expect(judged(...all).map(({ where }) => where)).toEqual(["1.relu", "3.relu", "inputs"]);
  });

  test("tells each finding once, even of diagnoses that explain each other", () => {
    expect(told(finding("a", { explains: ["b"] }), finding("b", { explains: ["a"] })).toSorted()).toEqual(["a", "b"]);
  });
});

test("what a diagnosis throws is a defect, not a finding", () => {
  const find = () => {
    throw new TypeError("no such fact");
  };
  expect(() => judged(finding("a", { find }))).toThrow("no such fact");
});
