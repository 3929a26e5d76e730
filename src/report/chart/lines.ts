import { scaleLinear, scaleLog } from "d3-scale";
import { area, line } from "d3-shape";
import { element, type Markup } from "../page/markup.ts";
import { horizontalAxis, type Scale, verticalAxis } from "./axes.ts";
import { type Figure, figure, forBoth, hint } from "./figure.ts";
import type { CurvePoint } from "./learning.ts";
import { dash, type Line } from "./line.ts";
import { endLabels, keyOf, topLabels } from "./line-labels.ts";
import { seriesClass } from "./palette.ts";
import { valueScale } from "./value-domain.ts";

export interface LineChart extends Figure {
  lines: readonly Line[];
  xDomain: readonly [number, number];
  /** The title of the horizontal axis, "epoch" by default. */
  xLabel?: string;
  /** Linear by default, with ticks at whole numbers; or logarithmic, with ticks at powers of ten. */
  xScale?: "linear" | "log";
  /** What the vertical axis spans. */
  domain: readonly [number, number];
  /** How values are written, as a d3 format. */
  tick?: string | undefined;
  /** Room for the labels at the right. */
  right: number;
}

const [LEFT, TOP, BOTTOM] = [46, 10, 38];

/**
 * Curves over epochs or another axis, each labeled at its end, or above the plot where there is no room. Vertical lines
 * are labeled above the plot.
 */
export function lineChart(chart: LineChart): Markup[] {
  return forBoth(chart.width, (width, variant) => {
    if (width === chart.width) return draw(chart, variant);
    const height = Math.min(chart.height, 250);
    return draw({ ...chart, id: `${chart.id}-narrow`, width, height, right: 14 }, variant, true);
  });
}

function draw(chart: LineChart, variant: string | undefined, narrow = false): Markup {
  const { lines, xDomain, xLabel = "epoch", xScale = "linear", domain, tick, right: room, ...shape } = chart;
  const right = shape.width - room;
  const x = xScale === "log" ? scaleLog(xDomain, [LEFT, right]) : scaleLinear(xDomain, [LEFT, right]);
  const upright = lines.filter(isVertical);
  const others = lines.filter((each) => !upright.includes(each));
  const key = keyOf(narrow ? others.filter(({ label = "" }) => label !== "") : [], shape.width);
  const above = key.height + (upright.length > 0 ? 16 : 0);
  const height = shape.height + above;
  const bottom = height - BOTTOM;
  const y = valueScale(domain, [bottom, TOP + above]);
  const ticks = xScale === "log" ? powersOfTen(xDomain) : wholeTicks(x);
  return figure(
    { ...shape, height },
    variant,
    key.marks,
    verticalAxis(y, { left: LEFT, right, tick }),
    horizontalAxis(x, { ticks, tickText, title: xLabel, bottom }),
    element("clipPath", { id: `${shape.id}-plot` }, plotArea(x, y)),
    element(
      "g",
      { "clip-path": `url(#${shape.id}-plot)` },
      lines.filter(({ look }) => look !== "thin").map((each) => band(each, x, y)),
      lines.map((each) => curve(each, x, y)),
    ),
    topLabels(upright, x, TOP + above - 8),
    !narrow && endLabels(others, x, y, room - 10),
  );
}

/** Whether a line marks one place of the horizontal axis. */
function isVertical({ points, label }: Line): boolean {
  return label !== undefined && points.length > 1 && points.every(({ x }) => x === points[0].x);
}

/** Where curves are drawn: between the axes, with room for half a line's width. */
function plotArea(x: Scale, y: Scale): Markup {
  const [left, right] = x.range();
  const [bottom, top] = y.range();
  return element("rect", { x: left - 4, y: top - 4, width: right - left + 8, height: bottom - top + 5 });
}

function wholeTicks(x: Scale): number[] {
  const [from, to] = x.range();
  return x.ticks(Math.min(8, (to - from) / 40)).filter(Number.isInteger);
}

function powersOfTen([least, most]: readonly [number, number]): number[] {
  // biome-ignore lint/plugin: a tick more or less is decided by 1e-9.
  const [from, to] = [Math.ceil(Math.log10(least) - 1e-9), Math.floor(Math.log10(most) + 1e-9)];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => Number(`1e${from + i}`));
}

function tickText(value: number): string {
  return value > 0 && value < 1e-3 ? value.toExponential() : String(value);
}

function band({ series, points }: Line, x: Scale, y: Scale): Markup | undefined {
  if (!points.some(({ low, high }) => low < high)) return undefined;
  const [least, most] = y.domain(); // a logarithmic axis has no place for 0
  const shape = area<CurvePoint>(
    (point) => x(point.x),
    ({ low }) => y(Math.max(low, least)),
    ({ high }) => y(Math.min(high, most)),
  ).digits(2);
  return element("path", { class: `band ${seriesClass(series)}`, d: shape([...points]) ?? "" });
}

function curve({ series, points, look, hint: words }: Line, x: Scale, y: Scale): Markup {
  const path = line<CurvePoint>(
    (point) => x(point.x),
    ({ mean }) => y(mean),
  ).digits(2);
  return element(
    "g",
    { class: seriesClass(series) },
    element("path", { class: `curve ${look}`, d: path([...points]) ?? "", "stroke-dasharray": dash(series, look) }),
    words &&
      points.map((point) =>
        element("circle", { class: "target", cx: x(point.x), cy: y(point.mean), r: 5 }, hint(words(point))),
      ),
  );
}
