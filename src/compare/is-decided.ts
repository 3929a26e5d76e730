import { SIGNIFICANCE } from "./statistics/levels.ts";
import type { Finding } from "./study.ts";

/** Whether more seeds are of no use to a finding: it is significant, equivalent, without any difference, or has no runs. */
export function isDecided({ kind, difference }: Finding): boolean {
  if (kind === "base" || kind === "same" || kind === "none") return true;
  const { adjusted = 1, equivalence } = difference ?? {};
  return adjusted < SIGNIFICANCE || (equivalence?.adjusted ?? 1) < SIGNIFICANCE;
}
