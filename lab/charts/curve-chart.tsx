import { useMemo } from "preact/hooks";
import type { Race } from "../race/race.ts";
import { language, texts } from "../texts/language.ts";
import { bandKind, logLoss, over } from "./chart-view.ts";
import { Choice } from "./choice.tsx";
import { curveModel } from "./curve-model.ts";
import { longer, newestOf, valuesAt } from "./curve-side.ts";
import { curveSummary } from "./curve-summary.ts";
import { curveTable } from "./curve-table.ts";
import { FigureFrame } from "./figure-frame.tsx";
import { countText, numberText, percentText, percentTick, pointsText } from "./number-text.ts";
import { Readout } from "./readout.tsx";
import { useSides } from "./run-sides.ts";
import { sentences } from "./sentences.ts";
import { StepPlot, secondsAt } from "./step-plot.tsx";
import { lastStep, useStepCursor } from "./use-step-cursor.ts";

interface CurveChartProps {
  race: Race;
  /** The loss, or what the runs are compared by: "accuracy". */
  measure: "loss" | "metric";
}

/** Loss or metric of both sides, in training and validation. */
export function CurveChart({ race, measure }: CurveChartProps) {
  const words = texts().charts;
  const facts = race.a.value?.facts ?? race.b.value?.facts;
  const name = measure === "loss" ? "loss" : (facts?.metric ?? "accuracy");
  const title = words.measures[name as "loss"] ?? name;
  const text = name === "accuracy" ? percentText : numberText;
  const log = measure === "loss" && logLoss.value;
  const axis = over.value === "steps" ? "step" : "seconds";

  const epoch = useMemo(() => (each: { validation?: Record<string, number> }) => each.validation?.[name], [name]);
  const sides = useSides(race, name, {
    step: (each) => (measure === "loss" ? each.loss : each.measures[name]),
    epoch,
  });
  const within = name === "accuracy" ? ([0, 1] as const) : undefined;
  const model = useMemo(
    () => curveModel(race, sides, { axis, log, bands: bandKind.value, within, epoch }),
    [sides, race.behind.value, axis, log, bandKind.value, name, language.value],
  );

  const at = (step: number) => (axis === "step" ? step : (secondsAt(longer(sides).curve, step) ?? 0));
  const valuesOf = (step: number) => sides.map((side) => valuesAt(side, axis, at(step)));
  const place = (step: number) =>
    axis === "step" ? words.atStep(countText(step)) : words.atSeconds(at(step).toFixed(2));
  const describe = (step: number) => {
    const [a, b] = valuesOf(step).map(({ training, validation }) =>
      words.pairOfValues(text(training), text(validation)),
    );
    return words.cursorAt(place(step), a, b);
  };
  const label = words.curveTitle(title);
  const { said, slider } = useStepCursor(race, label, describe);
  const last = lastStep(race);
  const shown = race.cursor.value ?? last;
  const seeds = 1 + new Set(race.behind.value.map(({ seed }) => seed)).size;
  const key = measure === "loss" ? words.curveKey : words.metricKey;

  return (
    <FigureFrame
      kind="curve-chart"
      title={label}
      controls={<Switches log={measure === "loss"} bands={model.bands.length > 0} />}
      summary={curveSummary(sides, {
        title,
        last,
        text,
        differenceText: text === percentText ? pointsText : numberText,
        higherIsBetter: measure === "metric" && (facts?.higherIsBetter ?? true),
        cut: model.cut,
      })}
      legend={sentences(key, model.bands.length > 0 ? words.bandsKey(seeds) : "")}
      said={said}
      table={() => curveTable(sides, text)}
    >
      <Readout
        at={last === 0 ? undefined : place(shown)}
        values={race.cursor.value === undefined ? sides.map(newestOf) : valuesOf(shown)}
        text={text}
      />
      <StepPlot
        race={race}
        sides={sides}
        model={model}
        log={log}
        valueText={text === percentText ? percentTick : numberText}
        slider={slider}
      />
    </FigureFrame>
  );
}

function Switches({ log, bands }: { log: boolean; bands: boolean }) {
  const words = texts().charts;
  return (
    <>
      {bands && (
        <Choice
          label={words.spread}
          value={bandKind.value}
          options={[
            ["range", words.spreadRange],
            ["interval", words.spreadInterval],
          ]}
          choose={(kind) => {
            bandKind.value = kind;
          }}
        />
      )}
      {log && (
        <button type="button" aria-pressed={logLoss.value} onClick={() => (logLoss.value = !logLoss.value)}>
          {words.logScale}
        </button>
      )}
      <Choice
        label={words.over}
        value={over.value}
        options={[
          ["steps", words.overSteps],
          ["seconds", words.overSeconds],
        ]}
        choose={(axis) => {
          over.value = axis;
        }}
      />
    </>
  );
}
