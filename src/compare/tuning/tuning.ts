import type { Range } from "./range.ts";
import type { Tuner } from "./tune-options.ts";

/** How values were tuned for each variant of a study, with the same budget for all. Plain JSON. */
export interface Tuning {
  /** How trials were judged: all alike, or the better half longer. */
  tuner: Tuner;
  /** What was tuned: ranges and lists, by key. */
  tuned: Record<string, Range | readonly unknown[]>;
  /** The seed of the trials, which no run of the comparison has. */
  seed: number;
  /** What trials were judged by, such as "validation accuracy". */
  judgedBy: string;
  /** What each variant was given. */
  budget: Budget;
  /** In the order of the variants. */
  arms: TunedArm[];
}

/** What trials cost. */
export interface Budget {
  /** Values, or combinations of values, that were tried. */
  trials: number;
  /** Runs: more than trials where the better half goes on. */
  runs: number;
  /** How many whole runs of the comparison take as long as these. */
  wholeRuns: number;
}

/** What was tried for one variant. */
export interface TunedArm {
  /** Its name in the study. */
  variant: string;
  /** What it was compared with; absent if an interruption came first. */
  chosen?: Record<string, unknown>;
  /** Keys whose chosen value is the lowest or highest that was tried: a wider range may have a better one. */
  atEnd: { key: string; end: "lowest" | "highest" }[];
  /** Every trial, in the order in which they were drawn. */
  trials: Trial[];
}

/** Values that were tried. */
export interface Trial {
  /** By key. */
  values: Record<string, unknown>;
  /** How far it was trained each time, as a share of a run of the comparison, and what the validation set said. */
  rounds: { share: number; value?: number; loss?: number; failure?: string }[];
}
