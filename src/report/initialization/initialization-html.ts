import type { InitializationRun, InitializationStudy } from "../../compare/initialization/initialization-study.ts";
import {
  activationFactor,
  activationFate,
  conclusionsOf,
  fateOf,
  gradientFactor,
  interruptedNote,
  shortFactor,
} from "../../compare/initialization/judge.ts";
import { duration } from "../../train/progress/duration.ts";
import { type Line, lineChart } from "../chart/lines.ts";
import { element, type Markup } from "../page/markup.ts";
import { page } from "../page/page.ts";
import { answer, picture, section, table, variantName } from "../study/section/parts.ts";
import { ABSENT, counted, instant, percent } from "../words/format.ts";
import { deviation } from "./initialization-text.ts";

/** The study of initial weights as one page that needs nothing else: pictures by layer, losses, all numbers. */
export function initializationHtml(study: InitializationStudy): string {
  const { title, runs, environment, seconds, settings } = study;
  const facts = [counted(runs.length, "run"), duration(seconds), environment.backend, instant(environment.date)];
  const forms = [...new Set(runs.map(({ form }) => form))];
  const main = element(
    "main",
    {},
    answer(title, facts, [...interruptedNote(study), ...conclusionsOf(study)]),
    forms.map((form, i) => formSection(study, form, i)),
    numbersSection(study),
    section(
      "settings",
      "How it was done",
      table(
        "Settings of all runs",
        [{ heading: "Setting" }, { heading: "Value" }],
        Object.entries(settings).map(([name, value]) => [name, String(value)]),
      ),
    ),
    element("footer", {}, `Evenkeel ${environment.evenkeel}, ${instant(environment.date)}`),
  );
  return page(title, main);
}

/** Two pictures by layer, and the losses by epoch. */
function formSection(study: InitializationStudy, form: string, index: number): Markup {
  const { runs, settings, chance } = study;
  const own = runs.filter((run) => run.form === form);
  const depth = settings.depth as number;
  const byLayer = (what: "deviation" | "gradientDeviation", name: string) => {
    const lines = linesOf(own, (run) => run.layers.map((layer) => layer[what]), "layer", deviation);
    return picture(
      `${form}: standard deviation of ${name}`,
      lineChart({
        ...chartOf(`${what}-${index}`, `${form}: standard deviation of ${name} by layer`, lines),
        domain: spanOf(runs.flatMap(({ layers }) => layers.map((layer) => layer[what]))),
        epochs: [1, depth],
        counted: "hidden layer",
      }),
      `At the first step, before any weight has moved. The vertical axis is logarithmic, the same for all networks.`,
    );
  };
  const losses = linesOf(
    own,
    (run) => run.losses,
    "epoch",
    (loss) => loss.toFixed(3),
  );
  return section(
    `form-${index}`,
    form.charAt(0).toUpperCase() + form.slice(1),
    element("div", { class: "pair" }, byLayer("deviation", "activations"), byLayer("gradientDeviation", "gradients")),
    losses.length > 0 &&
      picture(
        `${form}: training loss`,
        lineChart({
          ...chartOf(`loss-${index}`, `${form}: training loss by epoch`, losses),
          ...{ width: 940, height: 240 },
          domain: [0, 1.4 * chance],
          epochs: [1, Math.max(2, settings.epochs as number)],
        }),
        `A network that has learned nothing has the loss ${chance.toFixed(3)}. Losses above the axis are cut off; runs that diverged have none.`,
      ),
  );
}

function linesOf(
  runs: readonly InitializationRun[],
  valuesOf: (run: InitializationRun) => readonly number[],
  place: string,
  show: (value: number) => string,
): Line[] {
  return runs.flatMap((run, series): Line[] => {
    const points = valuesOf(run).flatMap((mean, i) =>
      mean > 0 && Number.isFinite(mean) ? [{ epoch: i + 1, mean, low: mean, high: mean, count: 1 }] : [],
    );
    if (points.length === 0) return [];
    const hint = (point: (typeof points)[number]) => `${run.law}, ${place} ${point.epoch}: ${show(point.mean)}`;
    return [{ series, points, label: run.law, look: "own", hint }];
  });
}

function chartOf(id: string, title: string, lines: Line[]) {
  const description = lines
    .map(({ label, points }) => `${label}: ${deviation(points[0].mean)} to ${deviation(points.at(-1)?.mean ?? 0)}`)
    .join("; ");
  return { id, title, description, width: 460, height: 300, lines, right: 84 };
}

/** From the smallest to the largest number, at least two powers of ten, so that the axis is logarithmic. */
function spanOf(values: readonly number[]): [number, number] {
  const shown = values.filter((value) => value > 0 && Number.isFinite(value));
  const [least, most] = [Math.min(...shown), Math.max(...shown)];
  return most / least > 100 ? [least, most] : [least / 10, most * 10];
}

function numbersSection({ runs, settings }: InitializationStudy): Markup {
  const laws = [...new Set(runs.map(({ law }) => law))];
  const columns = [
    { heading: "Network" },
    { heading: "Initial weights" },
    { heading: "Activations, layer 1", number: true },
    { heading: `Layer ${settings.depth}`, number: true },
    { heading: "A layer", number: true },
    { heading: `Gradients, layer ${settings.depth}`, number: true },
    { heading: "Layer 1", number: true },
    { heading: "A layer", number: true },
    { heading: "Last loss", number: true },
    { heading: "Test accuracy", number: true },
  ];
  const rows = runs.map((run) => {
    const { form, law, layers, losses, accuracy, failure } = run;
    const [first, last] = [layers[0], layers.at(-1) as (typeof layers)[number]];
    const [forth, back] = [activationFactor(run), gradientFactor(run)];
    return [
      form,
      variantName(law, laws.indexOf(law)),
      ...[deviation(first.deviation), deviation(last.deviation), `×${shortFactor(forth)} ${activationFate(run)}`],
      ...[
        deviation(last.gradientDeviation),
        deviation(first.gradientDeviation),
        `×${shortFactor(back)} ${fateOf(back)}`,
      ],
      failure === undefined ? (losses.at(-1)?.toFixed(3) ?? ABSENT) : "diverged",
      accuracy === undefined ? ABSENT : percent(accuracy),
    ];
  });
  return section(
    "numbers",
    "All numbers",
    table("Standard deviations at the first step, and what was learned", columns, rows),
  );
}
