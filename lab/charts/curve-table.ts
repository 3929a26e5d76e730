import { texts } from "../texts/language.ts";
import { type CurveSide, longer, valuesAt } from "./curve-side.ts";
import type { TableData } from "./data-table.tsx";
import { evenly } from "./evenly.ts";
import { countText } from "./number-text.ts";

/** The values of both sides at up to 200 steps. */
export function curveTable(sides: readonly CurveSide[], text: (value: number | undefined) => string): TableData {
  const words = texts().charts;
  const most = sides[1].curve.step.length > sides[0].curve.step.length ? sides[1].curve : sides[0].curve;
  const slower = longer(sides).curve;
  return {
    columns: [
      words.step,
      words.seconds,
      ...["A", "B"].flatMap((arm) => [words.trainingOf(arm), words.validationOf(arm)]),
    ],
    rows: evenly(most.step.length, 200).map((i) => {
      const step = most.step.values[i];
      const values = sides.map((side) => valuesAt(side, "step", step));
      const seconds = slower.seconds.values[Math.min(i, slower.seconds.length - 1)];
      return [
        countText(step),
        seconds.toFixed(2),
        ...values.flatMap(({ training, validation }) => [text(training), text(validation)]),
      ];
    }),
  };
}
