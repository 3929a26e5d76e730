import { useMemo } from "preact/hooks";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { over } from "./chart-view.ts";
import { longer, newestOf, valuesAt } from "./curve-side.ts";
import { evenly } from "./evenly.ts";
import { FigureFrame } from "./figure-frame.tsx";
import { countText, numberText } from "./number-text.ts";
import { Readout } from "./readout.tsx";
import { plannedSteps, useSides } from "./run-sides.ts";
import { StepPlot, secondsAt } from "./step-plot.tsx";
import { lastStep, useStepCursor } from "./use-step-cursor.ts";
import { valueRange } from "./value-range.ts";

/** The learning rate of both sides, step by step. */
export function RateChart({ race }: { race: Race }) {
  const words = texts().charts;
  const axis = over.value === "steps" ? "step" : "seconds";
  const sides = useSides(race, "rate", { step: ({ learningRate }) => learningRate });
  const model = useMemo(() => {
    const rates = sides.flatMap(({ curve }) => evenly(curve.value.length, 400).map((i) => curve.value.values[i]));
    const last = axis === "step" ? plannedSteps(race) : longer(sides).curve.seconds.last || 1;
    return {
      x: [0, last] as const,
      y: [0, Math.max(...valueRange(rates, { log: false }).range)] as const,
      bands: [],
      lines: sides.map(({ arm, curve }) => ({
        arm,
        x: curve[axis].values,
        y: curve.value.values,
        length: curve.value.length,
        look: "smooth" as const,
      })),
    };
  }, [sides, axis]);

  const at = (step: number) => (axis === "step" ? step : (secondsAt(longer(sides).curve, step) ?? 0));
  const place = (step: number) =>
    axis === "step" ? words.atStep(countText(step)) : words.atSeconds(at(step).toFixed(2));
  const ratesAt = (step: number) => sides.map((side) => valuesAt(side, axis, at(step)).batch);
  const { said, slider } = useStepCursor(race, words.rateTitle, (step) => {
    const [a, b] = ratesAt(step).map(numberText);
    return words.cursorAt(place(step), a, b);
  });
  const last = lastStep(race);
  const shown = race.cursor.value ?? last;
  const newest = sides.map((side) => newestOf(side).batch);
  const [ofA, ofB] = newest.map(numberText);
  return (
    <FigureFrame
      kind="rate-chart"
      title={words.rateTitle}
      summary={last === 0 ? words.nothingYet : words.rateNow(countText(last), ofA, ofB)}
      said={said}
      table={() => ({
        columns: [words.step, "A", "B"],
        rows: evenly(last, 200).map((i) => [countText(i + 1), ...ratesAt(i + 1).map(numberText)]),
      })}
    >
      <Readout
        at={last === 0 ? undefined : place(shown)}
        values={(race.cursor.value === undefined ? newest : ratesAt(shown)).map((rate) => ({ training: rate }))}
        text={numberText}
        name={words.learningRate}
      />
      <StepPlot race={race} sides={sides} model={model} log={false} valueText={numberText} slider={slider} />
    </FigureFrame>
  );
}
