import { confidenceOf } from "./confidence-of.ts";
import type { Diagnosis, Found } from "./diagnosis.ts";
import type { Examination } from "./examination.ts";
import type { Advice, Finding, Severity } from "./finding.ts";

/** The gravest first. */
const ORDER: readonly Severity[] = ["severe", "warning", "information"];
/** A sign may be chance: a warning takes two, unless it is so by definition. */
const SIGNS = 2;

/**
 * What was found, in the order in which it is to be told: causes before their consequences, then the gravest first, then the
 * surest. What is only information explains no warning.
 */
export function judge(
  examination: Examination,
  diagnoses: readonly Diagnosis[],
  adviceOn: (diagnosis: Diagnosis, found: Found) => readonly Advice[],
): Finding[] {
  const findings = diagnoses.flatMap((diagnosis) => {
    const found = diagnosis.find(examination, limitsOf(diagnosis)) ?? [];
    return [found].flat().map((one) => findingOf(diagnosis, one, adviceOn(diagnosis, one)));
  });
  return inOrder(findings, diagnoses);
}

/** The numbers of the thresholds alone. */
function limitsOf({ thresholds }: Diagnosis): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(thresholds).map(([name, { value }]) => [name, value]));
}

function findingOf(diagnosis: Diagnosis, found: Found, advice: readonly Advice[]): Finding {
  const { where, evidence, meaning } = found;
  const { name, source } = diagnosis;
  const severity = severityOf(diagnosis, found);
  return { diagnosis: name, severity, confidence: confidenceOf(found), where, evidence, meaning, advice, source };
}

function severityOf({ severity }: Diagnosis, found: Found): Severity {
  const sure = found.certain === true || found.evidence.length >= SIGNS;
  if (!sure) return "information";
  return lesser(severity, found.severity ?? severity);
}

function lesser(a: Severity, b: Severity): Severity {
  return ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b;
}

/** Each cause with its consequences behind it; a cause is as urgent as the gravest of what it explains. */
function inOrder(findings: readonly Finding[], diagnoses: readonly Diagnosis[]): Finding[] {
  const explained = explanations(diagnoses);
  const explains = (cause: Finding, other: Finding) =>
    explained.get(cause.diagnosis)?.has(other.diagnosis) === true &&
    (cause.severity !== "information" || other.severity === "information");
  const left = new Set(findings.toSorted(byGravity));
  const isCause = (finding: Finding) => !findings.some((other) => explains(other, finding));
  const urgency = (cause: Finding) =>
    Math.min(
      ...findings.flatMap((one) => (one === cause || explains(cause, one) ? [ORDER.indexOf(one.severity)] : [])),
    );
  const causes = [...left].filter(isCause).toSorted((a, b) => urgency(a) - urgency(b));
  const told: Finding[] = [];
  for (const cause of causes) {
    if (!left.has(cause)) continue;
    const same = causes.filter((other) => other.diagnosis === cause.diagnosis); // the same in several places
    const consequences = [...left].filter((one) => !same.includes(one) && same.some((each) => explains(each, one)));
    for (const one of [...same, ...consequences]) left.delete(one);
    told.push(...same, ...consequences.map((one) => ({ ...one, consequenceOf: cause.diagnosis })));
  }
  return [...told, ...left]; // of those that explain each other none is the cause
}

function byGravity(a: Finding, b: Finding): number {
  return ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || b.confidence - a.confidence;
}

/** By its name, all that a diagnosis explains: by itself, and by what it explains. */
function explanations(diagnoses: readonly Diagnosis[]): Map<string, ReadonlySet<string>> {
  const direct = new Map(diagnoses.map(({ name, explains = [] }) => [name, explains]));
  const reached = (name: string, seen: Set<string>): Set<string> => {
    for (const one of direct.get(name) ?? []) if (!seen.has(one)) reached(one, seen.add(one));
    return seen;
  };
  return new Map(diagnoses.map(({ name }) => [name, reached(name, new Set())]));
}
