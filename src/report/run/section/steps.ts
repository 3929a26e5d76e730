import type { StepRecord } from "../../../train/recorder.ts";
import type { CurvePoint } from "../../chart/learning.ts";
import { lineChart } from "../../chart/lines.ts";
import { valueDomain } from "../../chart/value-domain.ts";
import { element, type Markup } from "../../page/markup.ts";
import { picture, section } from "../../page/parts.ts";
import type { RunReport } from "../run-report.ts";

/** A curve of more points shows no more. */
const MOST = 150;

/** The curves of single steps: what an epoch's mean hides. */
export const STEP_CURVES = {
  loss: { title: "loss", of: ({ loss }: StepRecord) => loss },
  gradient: { title: "gradient norm", of: ({ gradientNorm = Number.NaN }: StepRecord) => gradientNorm },
  rate: { title: "learning rate", of: ({ learningRate }: StepRecord) => learningRate },
} as const;

/** Loss, gradient and learning rate of single steps, where they were logged. */
export function stepsSection({ steps = [] }: RunReport): Markup | undefined {
  if (steps.length < 2) return undefined;
  const pictures = Object.values(STEP_CURVES).flatMap(({ title, of }, i) => {
    const points = binned(steps, of);
    const isSaid = of === STEP_CURVES.rate.of && points.every(({ low, high }) => low === high && low === points[0].low); // in the settings
    return points.length < 2 || isSaid ? [] : [pictureOf(title, points, steps, i)];
  });
  return pictures.length === 0
    ? undefined
    : section("steps", "Single steps", element("div", { class: "pair" }, pictures));
}

/** Means of steps that follow one another, with the least and the greatest of each; what is not finite is left out. */
export function binned(steps: readonly StepRecord[], of: (step: StepRecord) => number): CurvePoint[] {
  const size = Math.ceil(steps.length / MOST);
  const points: CurvePoint[] = [];
  for (let from = 0; from < steps.length; from += size) {
    const own = steps.slice(from, from + size);
    const values = own.map(of).filter(Number.isFinite);
    if (values.length === 0) continue;
    const mean = values.reduce((sum, value) => sum + value / values.length, 0);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    points.push({ x: own[own.length - 1].step, mean, low, high, count: values.length });
  }
  return points;
}

function pictureOf(title: string, points: readonly CurvePoint[], steps: readonly StepRecord[], i: number): Markup {
  const hint = ({ x, mean }: CurvePoint) => `step ${x}: ${Number(mean.toPrecision(3))}`;
  const lines = [{ series: 1, points, look: "solid", hint } as const];
  const { domain, cut, logarithmic } = valueDomain(lines);
  const chart = lineChart({
    id: `steps-${i}`,
    title: `${title} by step`,
    description: `${points.at(-1)?.mean.toPrecision(3)} at the end`,
    width: 460,
    height: 240,
    lines,
    domain,
    xDomain: [steps[0].step, steps[steps.length - 1].step],
    xLabel: "step",
    right: 14,
  });
  const each = Math.ceil(steps.length / MOST);
  const reading = [
    each > 1 ? `Means of ${each} steps, with the least and the greatest.` : "Each step.",
    ...(logarithmic ? ["The vertical axis is logarithmic."] : []),
    ...(cut ? ["Values far from the rest lie beyond the axis."] : []),
  ];
  return picture(title, chart, reading.join(" "));
}
