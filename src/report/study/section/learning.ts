import type { Study } from "../../../compare/study.ts";
import { upperFirst } from "../../../compare/words/first-letter.ts";
import { counted } from "../../../compare/words/number-words.ts";
import type { MetricUnit } from "../../../model/metric.ts";
import { type CurvePoint, learningCurve, measuresOf, type Part } from "../../chart/learning.ts";
import type { Line } from "../../chart/line.ts";
import { lineChart } from "../../chart/lines.ts";
import { type ValueDomain, valueDomain } from "../../chart/value-domain.ts";
import { element, type Markup } from "../../page/markup.ts";
import { picture, section, variantName } from "../../page/parts.ts";
import { measured, withoutSharedStart } from "../../words/format.ts";
import { unitOf } from "../../words/unit-of.ts";

/** The curves of one measure: of each variant, in training and validation. */
interface Curves {
  measure: string;
  unit: MetricUnit;
  variants: readonly { name: string; series: number; train: CurvePoint[]; validation: CurvePoint[] }[];
  /** What the chart of all variants shows: validation if it was measured. */
  part: Part;
  epochs: readonly [number, number];
}

/** Learning curves: for each measure all variants in one chart, then each alone with its training curve. */
export function learningSection(study: Study): Markup | undefined {
  const measures = measuresOf(study.runs, study.metric)
    .map((measure) => curvesOf(study, measure))
    .filter(({ variants, part }) => variants.some((each) => each[part].length > 0));
  if (measures.length === 0) return undefined;
  return section(
    "learning",
    "Learning curves",
    element(
      "div",
      { class: "pair" },
      measures.map((each, i) => together(each, i)),
    ),
    measures.map((each, i) => apart(each, i)),
  );
}

function curvesOf(study: Study, measure: string): Curves {
  const variants = study.effects.map(({ variant: name }, series) => {
    const own = study.runs.filter((run) => run.variant === name && run.failure === undefined);
    return {
      name,
      series,
      train: learningCurve(own, "train", measure),
      validation: learningCurve(own, "validation", measure),
    };
  });
  const part = variants.some(({ validation }) => validation.length > 0) ? "validation" : "train";
  const last = Math.max(1, ...variants.flatMap(({ train, validation }) => [...train, ...validation].map(({ x }) => x)));
  return { measure, unit: unitOf(study, measure), variants, part, epochs: [1, last] };
}

/** What readers should know about an axis that is not simply linear from the least to the greatest value. */
function axisNote({ cut, logarithmic }: ValueDomain): string {
  if (logarithmic) return " The vertical axis is logarithmic.";
  return cut ? " Values far from the rest, such as those of the first epochs, lie beyond the axis." : "";
}

/** Labels longer than this at the ends of curves leave out the words that all of them begin with. */
const LONGEST_LABEL = 14;

function partName(part: Part): string {
  return part === "train" ? "Training" : "Validation";
}

function together({ measure, unit, variants, part, epochs }: Curves, i: number): Markup {
  const title = `${partName(part)} ${measure} of all variants`;
  const labels = withoutSharedStart(
    variants.map(({ name }) => name),
    LONGEST_LABEL,
  );
  const lines = variants.map(({ name, series, ...curves }): Line => {
    const hint = (point: CurvePoint) => `${name}, epoch ${point.x}: ${range(point, unit)}`;
    return { series, points: curves[part], label: labels[series], look: "own", hint };
  });
  const axis = valueDomain(lines);
  const chart = lineChart({
    id: `together-${i}`,
    title,
    description: variants.map(({ name, ...curves }) => `${name}: ${lastOf(curves[part], unit)}`).join("; "),
    width: 460,
    height: 300,
    lines,
    domain: axis.domain,
    xDomain: epochs,
    right: Math.min(150, 26 + 8 * Math.max(...labels.map((label) => label.length))),
    tick: tickOf(unit),
  });
  return picture(
    title,
    chart,
    `Lines: means over the seeds that reached the epoch. Bands: lowest to highest seed.${axisNote(axis)}`,
  );
}

/** One small chart for each variant, all on the same axes. */
function apart({ measure, unit, variants, part, epochs }: Curves, i: number): Markup | undefined {
  if (part === "train") return undefined;
  const [base] = variants;
  const panels = variants.map(({ series, train, validation }): Line[] => [
    ...(series === 0 ? [] : [{ series: 0, points: base.validation, look: "thin" } as const]),
    { series, points: train, look: "dotted" },
    { series, points: validation, look: "solid" },
  ]);
  const axis = valueDomain(panels.flat());
  const charts = variants.map(({ name, series, ...curves }, k) => {
    const chart = lineChart({
      id: `apart-${i}-${k}`,
      title: `${name}: training and validation ${measure}`,
      description: `Training: ${lastOf(curves.train, unit)}; validation: ${lastOf(curves.validation, unit)}`,
      width: 230,
      height: 180,
      lines: panels[k],
      domain: axis.domain,
      xDomain: epochs,
      right: 8,
      tick: tickOf(unit),
    });
    return element("div", { class: "panel" }, element("p", { class: "panel-title" }, variantName(name, series)), chart);
  });
  const reading = `Solid: validation. Dotted: training. Thin: validation of ${base.name}, for comparison.${axisNote(axis)}`;
  return picture(`${upperFirst(measure)} of each variant`, element("div", { class: "panels" }, charts), reading);
}

function tickOf(unit: MetricUnit): string | undefined {
  return unit === "share" ? "%" : undefined;
}

function lastOf(points: readonly CurvePoint[], unit: MetricUnit): string {
  const last = points.at(-1);
  return last === undefined ? "not measured" : `${range(last, unit)} after epoch ${last.x}`;
}

function range({ mean, low, high, count }: CurvePoint, unit: MetricUnit): string {
  if (count === 1) return measured(mean, unit);
  return `${measured(mean, unit)}, ${measured(low, unit)} to ${measured(high, unit)} over ${counted(count, "seed")}`;
}
