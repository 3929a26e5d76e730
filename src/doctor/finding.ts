import type { Finding as FindingOfRun } from "../train/run/finding.ts";
import type { Picture } from "./picture/picture.ts";

export type { Advice, Evidence, Severity } from "../train/run/finding.ts";

/** One disease of a run, perhaps with a picture of its signal. Plain JSON. */
export interface Finding extends FindingOfRun {
  /** What it was found by, as curves; where pictures were asked for. */
  picture?: Picture;
}
