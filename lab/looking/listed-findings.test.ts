import type { Finding } from "evenkeel";
import { expect, test } from "vitest";
import { listedFindings } from "./listed-findings.ts";

const found = (diagnosis: string, severity: Finding["severity"], more: Partial<Finding> = {}): Finding => ({
  ...{ diagnosis, severity, confidence: 1, where: "1.relu", evidence: [], meaning: "", advice: [], source: "" },
  ...more,
});

test("lists each finding once, with its newest numbers and the step at which it was first told", () => {
  const early = found("deadUnits", "severe", { meaning: "90 %" });
  const late = found("deadUnits", "severe", { meaning: "95 %" });
  const elsewhere = found("deadUnits", "severe", { where: "3.relu" });
  const findings = [
    { finding: early, step: 20 },
    { finding: elsewhere, step: 30 },
    { finding: late, step: 40 },
  ];
  const listed = listedFindings({ findings, before: undefined });
  expect(listed).toEqual([
    { finding: late, since: 20 },
    { finding: elsewhere, since: 30 },
  ]);
});

test("the gravest come first, and what follows from others behind them", () => {
  const findings = [
    { finding: found("a", "information"), step: 1 },
    { finding: found("b", "severe", { consequenceOf: "c" }), step: 2 },
    { finding: found("c", "warning"), step: 3 },
    { finding: found("d", "severe"), step: 4 },
  ];
  const names = listedFindings({ findings, before: undefined }).map(({ finding }) => finding.diagnosis);
  expect(names).toEqual(["d", "c", "a", "b"]);
});

test("what was found without training stands among the others, without a step", () => {
  const before = { findings: [found("unscaledInputs", "warning", { where: "inputs" })], diagnoses: 21, left: [] };
  const findings = [{ finding: found("diverges", "severe"), step: 9 }];
  const sinces = (of: Parameters<typeof listedFindings>[0]) => listedFindings(of).map(({ since }) => since);
  expect(sinces({ findings, before })).toEqual([9, undefined]);
  expect(sinces({ findings, before: { refused: "no data" } })).toEqual([9]);
});
