import type { DoctorReport } from "../diagnose.ts";
import type { Finding } from "../finding.ts";
import type { CureTrial } from "./cure-trial.ts";
import type { TreatmentEnd } from "./treat.ts";

/** What `cure` found, tried and kept. Plain JSON. */
export interface Cured extends DoctorReport {
  /** Every advice that was tried, in order, and why it was kept or not. */
  cures: readonly CureTrial[];
  /** The recipe with all changes that helped. */
  cured: {
    /** As it was given, with what was kept. */
    recipe: Readonly<Record<string, unknown>>;
    /** What was kept, by the keys of a recipe; null stands for the default. */
    change: Readonly<Record<string, unknown>>;
    /** The command that trains it. */
    command: string;
    /** Whether the doctor finds nothing any more; absent where it was interrupted before it looked again. */
    healthy?: boolean;
    /** What is left. */
    findings?: readonly Finding[];
  };
  /** What computed the trials, each engine once: "wasm, one thread a run"; "webgpu, a card, then webgpu, another". Absent where none was trained, and in older reports. */
  backend?: string;
  /** Why it ended: the recipe is healthy, all advice was tried, there were enough studies, or it was interrupted. */
  ended: TreatmentEnd;
  /** How long it took, in seconds. */
  seconds: number;
}

/** Whether what the doctor gave tells of a cure. */
export function isCured(report: DoctorReport | Cured): report is Cured {
  return "cures" in report;
}
