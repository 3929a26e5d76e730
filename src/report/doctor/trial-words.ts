import { counted, pInWords, pointsOf, signed } from "../../compare/words/number-words.ts";
import type { CureStudy, CureTrial } from "../../doctor/cure/cure-trial.ts";
import type { Cured } from "../../doctor/cure/cured.ts";
import { signedInterval } from "../words/format.ts";

/** "accuracy +21.30 percentage points (95 % interval +19.00 to +23.60, p < 0.001)"; nothing where nothing was measured. */
export function differenceInWords({ metric, unit, mean, low, high, p }: CureStudy): string | undefined {
  if (mean === undefined) return undefined;
  const estimate = { mean, count: 0, ...(low === undefined || high === undefined ? {} : { low, high }) };
  const chance = p === undefined ? "" : `, ${pInWords(p)}`;
  const interval = low === undefined ? "" : ` (95 % interval ${signedInterval(estimate, unit)}${chance})`;
  return `${metric} ${signed(mean, unit)}${pointsOf(unit)}${interval}`;
}

/** "It helped: accuracy +21.30 …", or why it was not tried. */
export function trialInWords({ study, why }: CureTrial): string {
  const difference = study && differenceInWords(study);
  return difference === undefined ? why : `${why.replace(/\.$/, "")}: ${difference}.`;
}

/** How a cure ended, as a sentence. */
export function endInWords({ healthy, cured, cures, ended }: Cured): string {
  const kept = cures.filter((trial) => trial.kept).length;
  const helped = kept === 0 ? "no advice helped" : `${counted(kept, "change")} helped`;
  if (healthy && ended !== "interrupted") return "There was nothing to cure.";
  if (ended === "interrupted")
    return `Interrupted: ${helped} so far${cured.healthy ? ", and nothing is found any more" : ""}.`;
  if (ended === "healthy") return `Cured: ${helped}, and nothing is found any more.`;
  const left = [
    ...new Set((cured.findings ?? []).flatMap((each) => (each.severity === "information" ? [] : each.diagnosis))),
  ];
  const why = ended === "rounds" ? "there were as many trials as asked for" : "all advice was tried";
  return `Not cured: ${helped}, and ${why}. Left: ${left.join(", ")}.`;
}
