import type { Study } from "../../../compare/study.ts";
import { type CurvePoint, learningCurve, measuresOf, type Part } from "../../chart/learning.ts";
import { domainOf, type Line, lineChart } from "../../chart/lines.ts";
import { element, type Markup } from "../../page/markup.ts";
import { counted, isShare, measured, withoutSharedStart } from "../../words/format.ts";
import { picture, section, variantName } from "./parts.ts";

/** The curves of one measure: of each variant, for both parts. */
interface Curves {
  measure: string;
  variants: { name: string; series: number; train: CurvePoint[]; validation: CurvePoint[] }[];
  /** The part that variants are compared on: validation if it was measured. */
  part: Part;
  epochs: [number, number];
}

/** Learning curves: all variants on one chart for each measure, then each by itself with its training curve. */
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

function curvesOf({ effects, runs }: Study, measure: string): Curves {
  const variants = effects.map(({ variant: name }, series) => {
    const own = runs.filter((run) => run.variant === name && run.failure === undefined);
    const [train, validation] = [learningCurve(own, "train", measure), learningCurve(own, "validation", measure)];
    return { name, series, train, validation };
  });
  const part = variants.some(({ validation }) => validation.length > 0) ? "validation" : "train";
  const last = Math.max(
    1,
    ...variants.flatMap(({ train, validation }) => [...train, ...validation].map((p) => p.epoch)),
  );
  return { measure, variants, part, epochs: [1, last] };
}

/** What is to be known of an axis that is not simply linear from the least to the most. */
function axisNote({ cut, logarithmic }: { cut: boolean; logarithmic: boolean }): string {
  if (logarithmic) return " The vertical axis is logarithmic.";
  return cut ? " Values far from the rest, such as the first epochs', lie beyond the axis." : "";
}

/** Labels longer than this at the ends of curves leave out what all of them begin with. */
const LONGEST_LABEL = 14;

const partName = (part: Part) => (part === "train" ? "Training" : "Validation");

function together({ measure, variants, part, epochs }: Curves, i: number): Markup {
  const title = `${partName(part)} ${measure} of all variants`;
  const labels = withoutSharedStart(
    variants.map(({ name }) => name),
    LONGEST_LABEL,
  );
  const lines = variants.map(({ name, series, ...curves }): Line => {
    const hint = (point: CurvePoint) => `${name}, epoch ${point.epoch}: ${range(point, measure)}`;
    return { series, points: curves[part], label: labels[series]!, look: "own", hint };
  });
  const { domain, ...axis } = domainOf(lines);
  const chart = lineChart({
    id: `together-${i}`,
    title,
    description: variants.map(({ name, ...curves }) => `${name}: ${lastOf(curves[part], measure)}`).join("; "),
    width: 460,
    height: 300,
    lines,
    domain,
    epochs,
    right: Math.min(150, 26 + 8 * Math.max(...labels.map((label) => label.length))),
    ...(isShare(measure) && { tick: "%" }),
  });
  return picture(
    title,
    chart,
    `Lines: means over the seeds that reached the epoch. Bands: lowest to highest seed.${axisNote(axis)}`,
  );
}

/** One small chart for each variant, all on the same axes. */
function apart({ measure, variants, part, epochs }: Curves, i: number): Markup | undefined {
  if (part === "train") return undefined;
  const [base] = variants;
  const panels = variants.map(({ series, train, validation }): Line[] => [
    ...(series === 0 ? [] : [{ series: 0, points: base!.validation, look: "thin" } as const]),
    { series, points: train, look: "dotted" },
    { series, points: validation, look: "solid" },
  ]);
  const { domain, ...axis } = domainOf(panels.flat());
  const charts = variants.map(({ name, series, ...curves }, k) => {
    const chart = lineChart({
      id: `apart-${i}-${k}`,
      title: `${name}: training and validation ${measure}`,
      description: `Training: ${lastOf(curves.train, measure)}; validation: ${lastOf(curves.validation, measure)}`,
      width: 230,
      height: 180,
      lines: panels[k]!,
      domain,
      epochs,
      right: 8,
      ...(isShare(measure) && { tick: "%" }),
    });
    return element("div", { class: "panel" }, element("p", { class: "panel-title" }, variantName(name, series)), chart);
  });
  const reading = `Solid: validation. Dotted: training. Thin: validation of ${base!.name}, to compare with.${axisNote(axis)}`;
  return picture(`${capital(measure)} of each variant`, element("div", { class: "panels" }, charts), reading);
}

function lastOf(points: CurvePoint[], measure: string): string {
  const last = points.at(-1);
  return last === undefined ? "not measured" : `${range(last, measure)} after epoch ${last.epoch}`;
}

function range({ mean, low, high, count }: CurvePoint, measure: string): string {
  if (count === 1) return measured(mean, measure);
  return `${measured(mean, measure)}, ${measured(low, measure)} to ${measured(high, measure)} over ${counted(count, "seed")}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
