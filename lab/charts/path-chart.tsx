import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { Choice } from "./choice.tsx";
import type { TableData } from "./data-table.tsx";
import { evenly } from "./evenly.ts";
import { FigureFrame } from "./figure-frame.tsx";
import { LANDSCAPE_NAMES, type Landscape, landscape } from "./landscapes.ts";
import { countText, numberText } from "./number-text.ts";
import { descend, type Path } from "./path-experiment.ts";
import { drawPaths, landscapeLines } from "./path-picture.ts";
import { firstSettings, onAnother, type PathSettings, withBest } from "./path-settings.ts";
import { pathSummary } from "./path-summary.ts";
import { RangeSlider } from "./range-slider.tsx";
import { RuleControls } from "./rule-controls.tsx";
import { sentences } from "./sentences.ts";
import { StartHandle } from "./start-handle.tsx";
import { useCanvas } from "./use-canvas.ts";
import "./path-chart.css";

/** Two rules go down a function of two numbers. All of it is computed anew within a frame. */
export function PathChart({ race }: { race: Pick<Race, "experiment"> }) {
  const words = texts().charts.path;
  const state = useSignal<PathSettings>(firstSettings(race.experiment.value));
  const started = useSignal<readonly [number, number] | undefined>(undefined);
  const settings = state.value;
  const { condition } = settings;
  const on = useMemo(() => landscape(settings.on, condition), [settings.on, condition]);
  const lines = useMemo(() => landscapeLines(on), [on]);
  const start = started.value ?? on.start;
  const paths = (["a", "b"] as const).map((arm) =>
    useMemo(() => descend(on, start, settings[arm]), [on, start, settings[arm]]),
  );
  const canvas = useCanvas((surface) => drawPaths(surface, on, lines, paths), [lines, ...paths]);
  const change = (to: PathSettings) => {
    state.value = to;
  };
  const formula =
    settings.on === "quadratic" ? words.formulas.quadratic(countText(condition)) : words.formulas[settings.on];

  return (
    <FigureFrame
      kind="path-chart"
      title={words.title}
      controls={
        <Choice
          label={words.function}
          value={settings.on}
          options={LANDSCAPE_NAMES.map((name) => [name, words.functions[name]] as const)}
          choose={(name) => {
            started.value = undefined;
            change(onAnother(settings, name));
          }}
        />
      }
      summary={sentences(...(["a", "b"] as const).map((arm, i) => pathSummary(arm, settings, paths[i], on)))}
      legend={sentences(words.meaning, words.key)}
      table={() => tableOf(paths, on)}
    >
      <div class="path-parts">
        <div class="path-plane">
          <canvas ref={canvas} role="img" aria-label={`${words.functions[settings.on]}: ${formula}`} />
          <StartHandle
            start={start}
            on={on}
            move={(to) => {
              started.value = to;
            }}
          />
        </div>
        <div class="path-controls">
          <p class="path-formula">f(x, y) = {formula}</p>
          {settings.on === "quadratic" && (
            <>
              <RangeSlider
                label={words.condition}
                value={condition}
                text={countText(condition)}
                min={0}
                max={4}
                step={0.05}
                log
                change={(value) => change({ ...settings, condition: Math.round(value) })}
              />
              <button type="button" onClick={() => change(withBest(settings))}>
                {words.best}
              </button>
            </>
          )}
          <RuleControls arm="a" settings={settings.a} change={(a) => change({ ...settings, a })} />
          <RuleControls arm="b" settings={settings.b} change={(b) => change({ ...settings, b })} />
        </div>
      </div>
    </FigureFrame>
  );
}

/** Where both are after some of their steps. */
function tableOf(paths: readonly Path[], on: Landscape): TableData {
  const words = texts().charts;
  const most = Math.max(...paths.map(({ steps }) => steps));
  return {
    columns: [words.step, ...["A", "B"].flatMap((arm) => [words.path.pointOf(arm), words.path.valueAt(arm)])],
    rows: evenly(most + 1, 200).map((step) => [
      countText(step),
      ...paths.flatMap(({ points, steps }) => {
        if (step > steps) return [words.none, words.none];
        const [x, y] = points.subarray(2 * step, 2 * step + 2);
        return [`(${numberText(x)}, ${numberText(y)})`, numberText(on.value(x, y))];
      }),
    ]),
  };
}
