import * as all from "../../doctor/diagnoses/index.ts";
import type { Diagnosis, Phase } from "../../doctor/diagnosis.ts";
import type { Severity } from "../../doctor/finding.ts";

/** The facts of a diagnosis, as plain data: lists, pages and --json all show this. */
export interface DiagnosisFacts extends Pick<Diagnosis, "name" | "title" | "summary" | "source" | "signals" | "avoid"> {
  group: Diagnosis["group"];
  phase: Phase;
  severity: Severity;
  /** The limits and their reasons. */
  thresholds: { name: string; value: number; why: string }[];
  /** Names of diagnoses that it explains. */
  explains: readonly string[];
  /** How a healthy run gets it. */
  seeds: string[];
}

/** The groups of diagnoses, in the order in which they are to be looked at. */
export const DIAGNOSIS_GROUPS: Readonly<Record<Diagnosis["group"], string>> = {
  data: "Diseases of the data",
  structure: "Diseases of the network and its settings",
  training: "Diseases of the training",
};

/** What is said of the first phase in which a diagnosis can be made. */
export const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  before: "found before training",
  probe: "found by a probe of a few steps",
  during: "found in a short training",
};

/** Every diagnosis, by groups. */
export function allDiagnosisFacts(): DiagnosisFacts[] {
  const facts = Object.values(all).map(factsOf);
  return Object.keys(DIAGNOSIS_GROUPS).flatMap((group) => facts.filter((each) => each.group === group));
}

function factsOf(diagnosis: Diagnosis): DiagnosisFacts {
  const { name, title, summary, source, group, phase, severity, signals, avoid, explains = [] } = diagnosis;
  const thresholds = Object.entries(diagnosis.thresholds).map(([limit, { value, why }]) => ({
    name: limit,
    value,
    why,
  }));
  const seeds = diagnosis.seeds.map(({ what }) => what);
  return { name, title, summary, source, group, phase, severity, signals, thresholds, avoid, explains, seeds };
}
