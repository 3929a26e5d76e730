import { useMemo } from "preact/hooks";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { evenly } from "./evenly.ts";
import { countText, numberText, percentText, percentTick } from "./number-text.ts";
import { signalAt } from "./signal-at.ts";
import { isLog, layersWith, type SignalCurves, type SignalMeasure, USUAL } from "./signal-curves.ts";
import { cursorAt, drawSignals, panels } from "./signal-picture.ts";
import { useCanvas } from "./use-canvas.ts";
import { useStepCursor } from "./use-step-cursor.ts";
import { valueRange } from "./value-range.ts";

interface SignalPlotProps {
  race: Race;
  measure: SignalMeasure;
  sides: readonly SignalCurves[];
  /** The last step of the axis. */
  steps: number;
}

/** One measure of all layers, of A and of B. */
export function SignalPlot({ race, measure, sides, steps }: SignalPlotProps) {
  const words = texts().charts;
  const title = words.signals[measure];
  const log = isLog(measure);
  const text = log ? numberText : percentText;
  const layers = useMemo(() => sides.map((side) => layersWith(side, measure)), [sides, measure]);
  const { range, zeros } = useMemo(() => rangeOf(layers, measure), [layers, measure]);

  const describe = (step: number) => {
    const [a, b] = layers.map((side) =>
      ends(side)
        .map(([layer, curves]) => words.signals.ofLayer(layer, text(signalAt(curves, measure, step))))
        .join(", "),
    );
    return words.cursorAt(words.atStep(countText(step)), a || words.none, b || words.none);
  };
  const { said, slider } = useStepCursor(race, title, describe);
  const cursor = race.cursor.value;
  const canvas = useCanvas(
    (on) =>
      drawSignals(on, {
        sides: layers.map((side) => side.map(([, curves]) => ({ step: curves.step, value: curves[measure] }))),
        range,
        log,
        usual: USUAL[measure],
        steps,
        valueText: log ? numberText : percentTick,
      }),
    [layers, range, steps],
  );
  const point = ({ offsetX, currentTarget }: PointerEvent) => {
    const within = panels((currentTarget as HTMLElement).clientWidth).find(
      ([left, right]) => offsetX >= left - 6 && offsetX <= right + 6,
    );
    race.cursor.value =
      within && Math.round(Math.min(steps, Math.max(1, ((offsetX - within[0]) / (within[1] - within[0])) * steps)));
  };
  const at = cursor ?? Number.POSITIVE_INFINITY;
  return (
    <div class="signal-plot">
      <p class="signal-title">{title}</p>
      <p>{words.signals.help[measure]}</p>
      <div {...slider}>
        <canvas ref={canvas} onPointerMove={point} onPointerLeave={() => (race.cursor.value = undefined)} />
        {cursor !== undefined &&
          cursor <= steps &&
          [0, 1].map((i) => <i key={i} class="signal-cursor" style={{ left: cursorAt(i, cursor / steps) }} />)}
      </div>
      {layers.map((side, i) => (
        <p class={`signal-values ${i === 0 ? "of-a" : "of-b"}`} key={i === 0 ? "a" : "b"}>
          <b>{i === 0 ? "A" : "B"}</b>{" "}
          {ends(side).map(([layer, curves], end) => (
            <span key={layer}>
              {end === 0 ? words.signals.first : words.signals.last} {layer}{" "}
              <span class="chart-value">{text(signalAt(curves, measure, at))}</span>
            </span>
          ))}
          {side.length === 0 && words.none}
        </p>
      ))}
      {zeros > 0 && <p>{words.signals.zeros(countText(zeros))}</p>}
      <div class="unseen" aria-live="polite">
        {said === "" ? undefined : said}
      </div>
    </div>
  );
}

type Layers = ReturnType<typeof layersWith>;

/** The first layer and the last. */
function ends(layers: Layers): Layers {
  return layers.length < 2 ? layers : [layers[0], layers[layers.length - 1]];
}

function rangeOf(layers: readonly Layers[], measure: SignalMeasure) {
  const values = layers.flat().flatMap(([, curves]) => {
    const { values: all, length } = curves[measure];
    return evenly(length, 60).map((i) => all[i]);
  });
  if (!isLog(measure)) return { range: [0, 1] as const, zeros: 0 };
  const usual = USUAL[measure] ?? [];
  return {
    range: valueRange([...values, ...usual], { log: true }).range,
    zeros: values.filter((value) => value === 0).length,
  };
}
