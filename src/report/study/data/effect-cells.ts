import type { Effect, Study } from "../../../compare/study.ts";
import { signed } from "../../../compare/words/number-words.ts";
import type { Column } from "../../page/parts.ts";
import { ABSENT, differenceUnit, interval, meanOf, pInColumn, signedInterval } from "../../words/format.ts";
import { unitOf } from "../../words/unit-of.ts";

/** The columns of the table of all variants, but for their names. */
export function effectColumns(study: Study): Column[] {
  const unit = differenceUnit(unitOf(study));
  const headings = [
    study.dataSeeds === undefined ? "Seeds" : "Runs",
    `Test ${study.metric}, mean`,
    "95 % interval",
    `Difference${unit && `, ${unit}`}`,
    "95 % interval",
    "p",
  ];
  return headings.map((heading) => ({ heading, number: true }));
}

/** What stands in them. */
export function effectCells({ variant, value, difference }: Effect, study: Study): string[] {
  const unit = unitOf(study);
  const own = [String(value.count), meanOf(value, unit), interval(value, unit)];
  if (variant === study.baseline) return [...own, "base", "", ""];
  if (difference === undefined) return [...own, ABSENT, ABSENT, ABSENT];
  return [...own, signed(difference.mean, unit), signedInterval(difference, unit), pInColumn(difference.p)];
}
