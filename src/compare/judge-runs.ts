import { defined } from "../options/defined.ts";
import { effectsOf } from "./effects.ts";
import type { EvidencePlan } from "./evidence-plan.ts";
import type { PreparedVariant } from "./prepared-variant.ts";
import type { Study, StudyRun } from "./study.ts";
import type { Words } from "./words/words.ts";

/** What runs of these variants show; the first one is the baseline. */
export function judgeRuns(
  variants: readonly PreparedVariant[],
  runs: readonly StudyRun[],
  evidence: EvidencePlan,
  words?: Words,
): Pick<Study, "effects" | "conclusions"> {
  const [{ name: baseline, measured }] = variants;
  return effectsOf(
    {
      runs,
      baseline,
      ...measured,
      ...evidence,
      variants: variants.map(({ name, changes, rate, stepsPerEpoch }) => ({
        name,
        changes: asJson(changes),
        ...defined({ rate }),
        stepsPerEpoch,
      })),
    },
    words,
  );
}

/** Keys that a variant leaves out stay visible in JSON. */
function asJson(changes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, value === undefined ? null : value]));
}
