import { texts } from "../texts/language.ts";
import type { TableData } from "./data-table.tsx";
import { evenly } from "./evenly.ts";
import { countText, numberText } from "./number-text.ts";
import { signalAt } from "./signal-at.ts";
import { layersWith, type SignalCurves, type SignalMeasure } from "./signal-curves.ts";

/** What the layers of both sides did at a step: a row for each layer. */
export function signalTable(
  sides: readonly SignalCurves[],
  measures: readonly SignalMeasure[],
  step: number,
): TableData {
  const words = texts().charts;
  const layers = [...new Set(sides.flatMap((side) => layersWith(side, "std").map(([layer]) => layer)))];
  return {
    columns: [
      `${words.signals.layer} (${words.atStep(countText(step))})`,
      ...measures.flatMap((measure) => ["A", "B"].map((arm) => `${arm}: ${words.signals[measure]}`)),
    ],
    rows: evenly(layers.length, 200).map((i) => [
      layers[i],
      ...measures.flatMap((measure) =>
        sides.map((side) => {
          const curves = side.layers.get(layers[i]);
          const value = curves && signalAt(curves, measure, step);
          return value === undefined || Number.isNaN(value) ? words.none : numberText(value);
        }),
      ),
    ]),
  };
}
