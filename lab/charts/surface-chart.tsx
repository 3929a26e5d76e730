import { useSignal } from "@preact/signals";
import type { Surface } from "../protocol.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import type { TableData } from "./data-table.tsx";
import { evenly } from "./evenly.ts";
import { FigureFrame } from "./figure-frame.tsx";
import { countText, numberText, percentText } from "./number-text.ts";
import { sentences } from "./sentences.ts";
import { SurfaceSide } from "./surface-side.tsx";
import type { UnitAt } from "./unit-strip.tsx";
import { useLook } from "./use-look.ts";
import "./surface-chart.css";

/** What both networks say of each point of the plane, with the training points, and what their units say. */
export function SurfaceChart({ race }: { race: Race }) {
  const words = texts().charts.surface;
  const looks = [useLook(race, "a"), useLook(race, "b")];
  const facts = [race.a.value?.facts, race.b.value?.facts];
  const classes = (facts[0] ?? facts[1])?.classes;
  const chosen = useSignal<UnitAt | undefined>(undefined);
  const pointed = useSignal<UnitAt | undefined>(undefined);
  const surfaces = looks.map(({ look }) => look?.surface);

  const summary = looks.flatMap(({ look }, i) =>
    look?.surface === undefined ? [] : [summaryOf(i === 0 ? "A" : "B", look.step, look.surface, facts[i]?.classes)],
  );
  const messages = looks.flatMap(({ message }) => message ?? []);
  return (
    <FigureFrame
      kind="surface-chart"
      title={words.title}
      summary={summary.length === 0 ? texts().charts.nothingYet : sentences(...summary, ...messages)}
      legend={sentences(words.key(classes?.map(nameOf)), words.unitKey, words.unitsHelp)}
      table={() => tableOf(surfaces)}
    >
      <div class="surface-sides">
        {(["a", "b"] as const).map((arm, i) => (
          <SurfaceSide
            key={arm}
            arm={arm}
            surface={surfaces[i]}
            facts={facts[i]}
            unit={pointed.value ?? chosen.value}
            chosen={chosen.value}
            choose={(unit) => {
              chosen.value = unit;
            }}
            point={(unit) => {
              pointed.value = unit;
            }}
          />
        ))}
      </div>
    </FigureFrame>
  );
}

/** Of classes that have numbers for names, what they are is said, too; others are quoted. */
function nameOf(name: string): string {
  const { classNamed, quoted } = texts().charts.surface;
  return /^\d+$/.test(name) ? classNamed(name) : quoted(name);
}

function summaryOf(arm: string, step: number, surface: Surface, classes: readonly string[] | undefined): string {
  const words = texts().charts.surface;
  if (classes?.length === 2)
    return words.now(arm, countText(step), percentText(shareOfOne(surface)), nameOf(classes[1]));
  if (classes !== undefined) return words.nowAmong(arm, countText(step), classes.length);
  const [least, most] = [Math.min(...surface.output), Math.max(...surface.output)];
  return words.nowNumber(arm, countText(step), numberText(least), numberText(most));
}

function shareOfOne({ output }: Surface): number {
  let count = 0;
  for (const value of output) if (value >= 0.5) count++;
  return count / output.length;
}

/** The outputs at up to 14 × 14 points of the plane. */
function tableOf(surfaces: readonly (Surface | undefined)[]): TableData {
  const words = texts().charts.surface;
  const [a, b] = surfaces;
  const one = a ?? b;
  const columns = [words.x, words.y, words.rowOutput("A"), words.rowOutput("B")];
  if (one === undefined) return { columns, rows: [] };
  const [left, right, bottom, top] = one.bounds;
  const lines = evenly(one.side, 14);
  const share = (i: number) => i / (one.side - 1);
  return {
    columns,
    rows: lines.flatMap((row) =>
      lines.map((column) => [
        numberText(left + (right - left) * share(column)),
        numberText(top - (top - bottom) * share(row)),
        ...[a, b].map((surface) => numberText(surface?.output[row * one.side + column])),
      ]),
    ),
  };
}
