import type { Study } from "../../../compare/study.ts";
import { upperFirst } from "../../../compare/words/first-letter.ts";
import { counted } from "../../../compare/words/number-words.ts";
import type { MetricUnit } from "../../../model/metric.ts";
import { type CurvePoint, measuresOf } from "../../chart/learning.ts";
import type { Line } from "../../chart/line.ts";
import { lineChart } from "../../chart/lines.ts";
import { element, type Markup } from "../../page/markup.ts";
import { numbers, picture, section, variantName } from "../../page/parts.ts";
import { measured, withoutSharedStart } from "../../words/format.ts";
import { type BandDomain, bandDomain, withoutBands } from "../data/band-domain.ts";
import { curveData } from "../data/curve-data.ts";
import { type Curves, curvesOf, partName } from "../data/curves-of.ts";

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

/** What readers should know about an axis that is not simply linear from the least to the greatest value. */
function axisNote({ cut, logarithmic, bandsCut }: BandDomain): string {
  if (logarithmic) return " The vertical axis is logarithmic.";
  if (bandsCut) return " Intervals of so few seeds reach beyond the axis.";
  return cut ? " Values far from the rest, such as those of the first epochs, lie beyond the axis." : "";
}

/** Labels longer than this at the ends of curves leave out the words that all of them begin with. */
const LONGEST_LABEL = 14;

function together({ measure, unit, variants, part, epochs }: Curves, i: number): Markup {
  const title = `${partName(part)} ${measure} of all variants`;
  const labels = withoutSharedStart(
    variants.map(({ name }) => name),
    LONGEST_LABEL,
  );
  const lines = variants.map(({ name, series, ...curves }): Line => {
    const texts = new Map(curves[part].map((point) => [point.x, range(point, unit)]));
    const hint = ({ x }: CurvePoint) => `${name}, epoch ${x}: ${texts.get(x)}`;
    return { series, points: curves[part], label: labels[series], look: "own", hint };
  });
  const axis = bandDomain(lines);
  const chart = lineChart({
    id: `together-${i}`,
    title,
    description: variants.map(({ name, ...curves }) => `${name}: ${lastOf(curves[part], unit)}`).join("; "),
    width: 460,
    height: 300,
    lines: axis.bandsCover && lines.length > 1 ? withoutBands(lines) : lines,
    domain: axis.domain,
    xDomain: epochs,
    right: Math.min(150, 26 + 8 * Math.max(...labels.map((label) => label.length))),
    tick: tickOf(unit),
  });
  return picture(
    title,
    chart,
    reading(lines, axis),
    numbers(
      title,
      curveData(
        variants.map(({ name, ...curves }) => ({ name, points: curves[part] })),
        unit,
      ),
    ),
  );
}

function reading(lines: readonly Line[], axis: BandDomain): string {
  const means = "Lines: means over the seeds that reached the epoch.";
  if (!lines.some(({ points }) => points.some(({ count }) => count > 1))) return `Lines: one seed.${axisNote(axis)}`;
  if (axis.bandsCover && lines.length > 1)
    return `${means} Intervals of so few seeds would cover the picture: they are among the numbers.`;
  return `${means} Bands: 95 % intervals of the mean.${axisNote(axis)}`;
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
  const axis = bandDomain(panels.flat());
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
  const words = `Solid: validation. Dotted: training. Thin: validation of ${base.name}, for comparison. Bands: 95 % intervals.${axisNote(axis)}`;
  const title = `${upperFirst(measure)} of each variant, in training and validation`;
  const both = variants.flatMap(({ name, train, validation }) => [
    { name: `${name}, training`, points: train },
    { name: `${name}, validation`, points: validation },
  ]);
  return picture(title, element("div", { class: "panels" }, charts), words, numbers(title, curveData(both, unit)));
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
  return `${measured(mean, unit)}, ${measured(low, unit)} to ${measured(high, unit)} over ${counted(count, "run")}`;
}
