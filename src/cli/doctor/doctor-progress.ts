import type { CureProgress } from "../../doctor/cure/cure-progress.ts";
import type { DiagnoseProgress } from "../../doctor/diagnose.ts";
import { trialInWords } from "../../report/doctor/trial-words.ts";
import { bar } from "../../train/progress/progress-text.ts";
import type { Host } from "../host.ts";
import { compareLines } from "../progress.ts";

const PHASE_WORDS = { before: "data and network", probe: "probe", during: "short training" };

/** "████░░░░ probe: step 80/200" */
export function examinationLine({ phase, step, steps }: DiagnoseProgress, { colors }: Host): string {
  const place = steps === 0 ? "" : `: step ${step}/${steps}`;
  return `${colors.cyan(bar(steps === 0 ? 0 : step / steps, 24))} ${PHASE_WORDS[phase]}${place}`;
}

/** What is under way of a cure. */
export function cureProgressLines({ examination, advice, runs }: CureProgress, host: Host): string[] {
  if (examination !== undefined) return [examinationLine(examination, host)];
  return runs === undefined ? [] : [`Trying: ${advice}`, ...compareLines(runs, host)];
}

/** A line that stays, when a trial is over: "Scale the inputs: It helped: accuracy +21.30 …". */
export function cureLine({ finished }: CureProgress): string | undefined {
  return finished && `${finished.diagnosis}: ${finished.advice}. ${trialInWords(finished)}`;
}
