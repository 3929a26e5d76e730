import { outcomesOf } from "../../compare/run-outcome.ts";
import { SIGNIFICANCE } from "../../compare/statistics/levels.ts";
import type { Effect, Study } from "../../compare/study.ts";
import { counted } from "../../compare/words/number-words.ts";
import { defined } from "../../options/defined.ts";
import type { CureStudy, CureTrial } from "./cure-trial.ts";

/** The names of the two variants of a proof. */
export const [BEFORE, AFTER] = ["before", "after"] as const;

/**
 * What a study of a recipe and the changed recipe says of the change.
 * @param level what p has to be below: that of the only study by default.
 */
export function judgeStudy(study: Study, level = SIGNIFICANCE): Required<Pick<CureTrial, "study" | "kept" | "why">> {
  const { metric, unit, higherIsBetter, seeds } = study;
  const [before, after] = [BEFORE, AFTER].map(
    (name) => study.effects.find(({ variant }) => variant === name) as Effect,
  );
  const { mean, low, high, p } = after.difference ?? {};
  const ended = (name: string) =>
    outcomesOf(
      study.runs.filter(({ variant }) => variant === name),
      metric,
    );
  const [first, second] = [ended(BEFORE), ended(AFTER)];
  const failed = { before: first.failed, after: second.failed };
  const shown: CureStudy = {
    ...{ metric, unit, higherIsBetter },
    ...defined({ mean, low, high, p }),
    ...{ before: before.value, after: after.value, seeds, failed, verdict: after.verdict },
  };
  const left = seeds.length - Math.min(first.ended, second.ended);
  return {
    study: shown,
    ...(left > 0 ? interrupted(left, seeds.length) : judged(after, failed, higherIsBetter, level)),
  };
}

type Judgement = Pick<CureTrial, "kept" | "why">;

function interrupted(left: number, seeds: number): Judgement {
  return { kept: false, why: `Interrupted: ${left} of ${counted(seeds, "pair")} of runs were not finished.` };
}

/**
 * A change is kept if it measures better, significantly; or if it mends runs that fail: in at least half of the seeds,
 * without one that fails only with it, and not worse in the rest.
 */
function judged(
  { kind, difference, seeds }: Effect,
  failed: CureStudy["failed"],
  higherIsBetter: boolean,
  level: number,
): Judgement {
  const of = `of ${counted(seeds, "seed")}`;
  const helped = difference !== undefined && difference.mean !== 0 && difference.mean > 0 === higherIsBetter;
  const isClear = (kind === "clear" || kind === "constant") && (difference?.p ?? 1) < level;
  if (failed.after > failed.before)
    return { kept: false, why: `It made it worse: with it ${failed.after} ${of} failed, without it ${failed.before}.` };
  if (failed.after === 0 && 2 * failed.before >= seeds && !(isClear && !helped))
    return { kept: true, why: `It helped: without it ${failed.before} ${of} failed, with it none.` };
  if (difference === undefined) return { kept: false, why: "It made no difference: in every seed a run failed." };
  if (kind === "single") return { kept: false, why: "One seed cannot show whether it helped: it gives no interval." };
  if (!isClear)
    return {
      kept: false,
      why:
        `It made no difference that ${counted(difference.count, "seed")} can show` +
        (level < SIGNIFICANCE ? ` with p < ${level.toPrecision(2)}, the level of this study.` : "."),
    };
  return helped ? { kept: true, why: "It helped." } : { kept: false, why: "It made it worse." };
}
