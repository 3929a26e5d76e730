import type { CurvePoint } from "./learning.ts";
import { dashOf } from "./palette.ts";

/** Means as a line, lowest to highest as a band. */
export interface Line {
  /** The place of the variant in the study, which decides the color. */
  series: number;
  points: readonly CurvePoint[];
  /** Written at the end of the line. */
  label?: string;
  /** Solid, the variant's own dashes, fine dots (training) or a thin line without a band (to compare with). */
  look: Look;
  /** What appears when the pointer is over a point. */
  hint?: (point: CurvePoint) => string;
}

type Look = "solid" | "own" | "dotted" | "thin";

/** The dashes of a line; undefined is a solid line. */
export function dash(series: number, look: Look): string | undefined {
  if (look === "own") return dashOf(series);
  return look === "dotted" ? "2 3" : undefined;
}
