import { texts } from "../texts/language.ts";
import { type CurveSide, newestOf } from "./curve-side.ts";
import { countText } from "./number-text.ts";
import { sentences } from "./sentences.ts";

interface SummaryOptions {
  title: string;
  /** The last step that was taken. */
  last: number;
  text: (value: number | undefined) => string;
  /** How a difference is written. */
  differenceText: (value: number | undefined) => string;
  higherIsBetter: boolean;
  /** Whether values lie beyond the axis. */
  cut: boolean;
}

/** What a chart of curves shows now, in a few sentences. */
export function curveSummary(
  sides: readonly CurveSide[],
  { title, last, text, differenceText, higherIsBetter, cut }: SummaryOptions,
): string {
  const words = texts().charts;
  if (last === 0) return words.nothingYet;
  const newest = sides.map(newestOf);
  const [a, b] = newest.map(({ training, validation }) => words.pairOfValues(text(training), text(validation)));
  const [ofA, ofB] = newest.map(({ validation }) => validation ?? Number.NaN);
  const by = Math.abs(ofA - ofB);
  const compared = !Number.isFinite(by)
    ? []
    : by === 0
      ? [words.even]
      : [(higherIsBetter ? words.higher : words.lower)(ofA < ofB === higherIsBetter ? "B" : "A", differenceText(by))];
  return sentences(
    words.curveNow(title, countText(last), a, b),
    ...compared,
    ...sides
      .filter(({ curve }) => curve.missing > 0)
      .map(({ arm, curve }) => words.gaps(arm.toUpperCase(), countText(curve.missing))),
    ...(cut ? [words.cutOff] : []),
  );
}
