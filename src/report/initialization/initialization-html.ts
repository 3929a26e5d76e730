import { conclusionsOf, interruptedNote, shortFactor } from "../../compare/initialization/conclusions.ts";
import type { InitializationRun } from "../../compare/initialization/initialization-run.ts";
import type { InitializationStudy } from "../../compare/initialization/initialization-study.ts";
import {
  activationFactor,
  activationTrend,
  gradientFactor,
  signalTrend,
} from "../../compare/initialization/signal-trend.ts";
import { upperFirst } from "../../compare/words/first-letter.ts";
import { counted } from "../../compare/words/number-words.ts";
import { duration } from "../../train/progress/duration.ts";
import { type CurvePoint, pointAt } from "../chart/learning.ts";
import type { Line } from "../chart/line.ts";
import { lineChart } from "../chart/lines.ts";
import { element, type Markup } from "../page/markup.ts";
import { page } from "../page/page.ts";
import { answer, picture, section, table, variantName } from "../page/parts.ts";
import { ABSENT, instant, percent } from "../words/format.ts";
import { showStd } from "./show-std.ts";

/** The study of initial weights as one self-contained page: pictures by layer, losses, all numbers. */
export function initializationHtml(study: InitializationStudy): string {
  const { title, runs, environment, seconds, settings } = study;
  const facts = [counted(runs.length, "run"), duration(seconds), environment.backend, instant(environment.date)];
  const variants = [...new Set(runs.map(({ variant }) => variant))];
  const main = element(
    "main",
    {},
    answer(title, facts, [...interruptedNote(study), ...conclusionsOf(study)]),
    variants.map((variant, i) => variantSection(study, variant, i)),
    numbersSection(study),
    section(
      "settings",
      "Settings",
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
function variantSection(study: InitializationStudy, variant: string, index: number): Markup {
  const own = study.runs.filter((run) => run.variant === variant);
  return section(
    `variant-${index}`,
    upperFirst(variant),
    element(
      "div",
      { class: "pair" },
      stdPicture(study, own, "std", `${variant}: standard deviation of activations`, `std-${index}`),
      stdPicture(study, own, "gradientStd", `${variant}: standard deviation of gradients`, `gradient-std-${index}`),
    ),
    lossPicture(study, own, `${variant}: training loss`, `loss-${index}`),
  );
}

function stdPicture(
  { runs, settings }: InitializationStudy,
  own: readonly InitializationRun[],
  key: "std" | "gradientStd",
  title: string,
  id: string,
): Markup {
  const lines = linesOf(own, (run) => run.layers.map((layer) => layer[key]), "layer", showStd);
  const chart = lineChart({
    id,
    title: `${title} by layer`,
    description: described(lines),
    width: 460,
    height: 300,
    right: 84,
    lines,
    domain: spanOf(runs.flatMap(({ layers }) => layers.map((layer) => layer[key]))),
    xDomain: [1, settings.depth as number],
    xLabel: "hidden layer",
  });
  return picture(
    title,
    chart,
    "At the first step, before any update. The vertical axis is logarithmic and the same for all networks.",
  );
}

function lossPicture(
  { settings, chance }: InitializationStudy,
  own: readonly InitializationRun[],
  title: string,
  id: string,
): Markup | undefined {
  const lines = linesOf(
    own,
    (run) => run.losses,
    "epoch",
    (loss) => loss.toFixed(3),
  );
  if (lines.length === 0) return undefined;
  const chart = lineChart({
    id,
    title: `${title} by epoch`,
    description: described(lines),
    width: 940,
    height: 240,
    right: 84,
    lines,
    domain: [0, 1.4 * chance],
    xDomain: [1, Math.max(2, settings.epochs as number)],
  });
  return picture(
    title,
    chart,
    `A network that has learned nothing has a loss of ${chance.toFixed(3)}. Losses above the axis are cut off; runs that diverged have none.`,
  );
}

function linesOf(
  runs: readonly InitializationRun[],
  valuesOf: (run: InitializationRun) => readonly number[],
  place: string,
  show: (value: number) => string,
): Line[] {
  return runs.flatMap((run, series): Line[] => {
    const points = valuesOf(run).flatMap((value, i) =>
      value > 0 && Number.isFinite(value) ? [pointAt(i + 1, value)] : [],
    );
    if (points.length === 0) return [];
    const hint = ({ x, mean }: CurvePoint) => `${run.scheme}, ${place} ${x}: ${show(mean)}`;
    return [{ series, points, label: run.scheme, look: "own", hint }];
  });
}

function described(lines: readonly Line[]): string {
  return lines
    .map(({ label, points }) => `${label}: ${showStd(points[0].mean)} to ${showStd(points[points.length - 1].mean)}`)
    .join("; ");
}

/** From the smallest to the largest number, at least two powers of ten, so that the axis is logarithmic. */
function spanOf(values: readonly number[]): readonly [number, number] {
  const shown = values.filter((value) => value > 0 && Number.isFinite(value));
  const [least, most] = [Math.min(...shown), Math.max(...shown)];
  return most / least > 100 ? [least, most] : [least / 10, most * 10];
}

function numbersSection({ runs, settings }: InitializationStudy): Markup {
  const schemes = [...new Set(runs.map(({ scheme }) => scheme))];
  const columns = [
    { heading: "Network" },
    { heading: "Initial weights" },
    { heading: "Activations, layer 1", number: true },
    { heading: `Layer ${settings.depth}`, number: true },
    { heading: "Per layer", number: true },
    { heading: `Gradients, layer ${settings.depth}`, number: true },
    { heading: "Layer 1", number: true },
    { heading: "Per layer", number: true },
    { heading: "Last loss", number: true },
    { heading: "Test accuracy", number: true },
  ];
  const rows = runs.map((run) => {
    const { variant, scheme, layers, losses, accuracy, failure } = run;
    const [first, last] = [layers[0], layers[layers.length - 1]];
    const back = gradientFactor(run);
    return [
      variant,
      variantName(scheme, schemes.indexOf(scheme)),
      showStd(first.std),
      showStd(last.std),
      `×${shortFactor(activationFactor(run))} ${activationTrend(run)}`,
      showStd(last.gradientStd),
      showStd(first.gradientStd),
      `×${shortFactor(back)} ${signalTrend(back)}`,
      failure === undefined ? (losses.at(-1)?.toFixed(3) ?? ABSENT) : "diverged",
      accuracy === undefined ? ABSENT : percent(accuracy),
    ];
  });
  return section(
    "numbers",
    "All numbers",
    table("Standard deviations at the first step, and what the networks learned", columns, rows),
  );
}
