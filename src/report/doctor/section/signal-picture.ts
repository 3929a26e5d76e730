import type { Picture } from "../../../doctor/picture/picture.ts";
import { type CurvePoint, pointAt } from "../../chart/learning.ts";
import type { Line } from "../../chart/line.ts";
import { lineChart } from "../../chart/lines.ts";
import { type ValueDomain, valueDomain } from "../../chart/value-domain.ts";
import type { Markup } from "../../page/markup.ts";
import { picture } from "../../page/parts.ts";
import { shortNumber } from "../evidence-words.ts";

/** The places in the palette: ink before the cure, blue after it; others for further lines; vermillion for the limit. */
const [SERIES, LIMIT] = [[0, 1, 3, 4], 2];

/** The signal that a disease was found by, with its limit, before and after the cure. */
export function signalPicture(id: string, { title, x, y, lines, threshold, limit = "limit" }: Picture): Markup {
  const curves = lines.map(({ name, points }, i): Line => {
    const hint = (point: CurvePoint) => `${name}, ${x} ${Math.round(point.x)}: ${shortNumber(point.mean)}`;
    const series = lines.length === 1 ? SERIES[1] : SERIES[i % SERIES.length];
    return { series, look: "solid", points: points.map(([at, value]) => pointAt(at, value)), label: name, hint };
  });
  const places = lines.flatMap(({ points }) => points.map(([at]) => at));
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const level: Line[] =
    threshold === undefined
      ? []
      : [{ series: LIMIT, look: "own", points: [first, last].map((at) => pointAt(at, threshold)), label: limit }];
  const shown = [...curves, ...level];
  const axis = valueDomain(shown);
  const domain = level.length === 0 ? axis.domain : including(axis, threshold as number);
  const labels = shown.map(({ label = "" }) => label);
  const chart = lineChart({
    id,
    title,
    description: lines.map(({ name, points }) => `${name}: ${endsOf(points)}`).join("; "),
    ...{ width: 460, height: 280, lines: shown, domain, xLabel: x },
    xDomain: first < last ? [first, last] : [first - 1, first + 1],
    right: Math.min(150, 26 + 8 * Math.max(...labels.map((label) => label.length))),
  });
  const reading = [
    `${y[0].toUpperCase()}${y.slice(1)}.`,
    ...(threshold === undefined
      ? []
      : [`The dashed line is ${limit === "limit" ? "the limit" : limit}, ${shortNumber(threshold)}.`]),
    ...(axis.logarithmic ? ["The vertical axis is logarithmic."] : []),
    ...(axis.cut ? ["Values far from the rest lie beyond the axis."] : []),
  ];
  return picture(title, chart, reading.join(" "));
}

/** The axis with the limit on it, also where values far from the rest are cut off. */
function including({ domain: [least, most] }: ValueDomain, threshold: number): [number, number] {
  return [Math.min(least, threshold), Math.max(most, threshold)];
}

function endsOf(points: Picture["lines"][number]["points"]): string {
  const [first, last] = [points[0], points[points.length - 1]];
  return first === undefined ? "nothing" : `${shortNumber(first[1])} at first, ${shortNumber(last[1])} at the end`;
}
