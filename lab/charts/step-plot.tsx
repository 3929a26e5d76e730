import { useEffect, useRef } from "preact/hooks";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { over } from "./chart-view.ts";
import { type CurveSide, longer } from "./curve-side.ts";
import { lastAt } from "./last-at.ts";
import { type LivePlot, livePlot, type PlotModel } from "./live-plot.ts";
import type { useStepCursor } from "./use-step-cursor.ts";

interface StepPlotProps {
  race: Race;
  sides: readonly CurveSide[];
  model: PlotModel;
  log: boolean;
  valueText: (value: number) => string;
  slider: ReturnType<typeof useStepCursor>["slider"];
}

/** Curves over steps or seconds, with the cursor that all plots share. */
export function StepPlot({ race, sides, model, log, valueText, slider }: StepPlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<LivePlot>(undefined);
  const words = texts().charts;
  const bySeconds = over.value === "seconds";
  const slower = longer(sides).curve;
  const current = useRef({ slower, valueText });
  current.current = { slower, valueText };
  const xTitle = bySeconds ? words.seconds : words.step;

  useEffect(() => {
    if (host.current === null) return;
    const own = livePlot(host.current, {
      log,
      xTitle,
      whole: !bySeconds,
      valueText: (value) => current.current.valueText(value),
      pointed: (x) => {
        race.cursor.value = x === undefined ? undefined : stepAt(current.current.slower, x, bySeconds);
      },
    });
    plot.current = own;
    return () => own.close();
  }, [race, log, xTitle, bySeconds]);

  useEffect(() => plot.current?.show(model), [model, race, log, xTitle, bySeconds]);

  const step = race.cursor.value;
  const at = step === undefined || !bySeconds ? step : secondsAt(slower, step);
  useEffect(() => plot.current?.cursorAt(at), [at, race, log, xTitle, bySeconds]);

  return (
    <div {...slider}>
      <div class="chart-host" ref={host} aria-hidden="true" />
    </div>
  );
}

function stepAt({ step, seconds }: CurveSide["curve"], x: number, bySeconds: boolean): number | undefined {
  if (step.length === 0) return undefined;
  if (!bySeconds) return Math.min(Math.max(1, Math.round(x)), step.last);
  return step.values[Math.max(0, lastAt(seconds.values, seconds.length, x))];
}

export function secondsAt({ step, seconds }: CurveSide["curve"], at: number): number | undefined {
  return step.length === 0 ? undefined : seconds.values[Math.max(0, lastAt(step.values, step.length, at))];
}
