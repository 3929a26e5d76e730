import type { CompareProgress } from "../../compare/compare-progress.ts";
import type { DiagnoseProgress } from "../diagnose.ts";
import type { CureTrial } from "./cure-trial.ts";

/** What `onProgress` of `cure` is given. */
export interface CureProgress {
  /** How many changes have been trained so far. */
  trials: number;
  /** How far an examination is. */
  examination?: DiagnoseProgress;
  /** The advice that is put to the test: "Scale the inputs". */
  advice?: string;
  /** The runs that prove it. */
  runs?: CompareProgress;
  /** The trial that has just ended. */
  finished?: CureTrial;
}
