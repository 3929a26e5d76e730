import { extent, quantile } from "d3-array";
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import { area, line } from "d3-shape";
import { element, type Markup } from "../page/markup.ts";
import { type Figure, figure, fitted, forBoth, hint, widthOf } from "./figure.ts";
import type { CurvePoint } from "./learning.ts";
import { dashOf, seriesClass } from "./palette.ts";

/** A learning curve: its mean as a line, lowest to highest seed as a band. */
export interface Line {
  /** The place of the variant in the study, which decides the color. */
  series: number;
  points: CurvePoint[];
  /** Written at the end of the line. */
  label?: string;
  /** Solid, the variant's own dashes, fine dots (training) or a thin line without a band (to compare with). */
  look: "solid" | "own" | "dotted" | "thin";
  /** What the pointer brings up over a point; none without it. */
  hint?: (point: CurvePoint) => string;
}

export interface LineChart extends Figure {
  lines: Line[];
  /** The values that the vertical axis spans, if it is to be the same as another chart's. */
  domain: [number, number];
  epochs: [number, number];
  /** What is counted along the horizontal axis, if it is not epochs. */
  counted?: string;
  /** What stands in place of epochs on a logarithmic horizontal axis: its title. */
  across?: string;
  tick?: string;
  /** Room for the labels at the right. */
  right: number;
}

type Scale = ScaleContinuousNumeric<number, number>;
const LEFT = 46;
const TOP = 10;
const BOTTOM = 38;

/**
 * Curves over the epochs, each labeled at its end, or above the plot where there is no room; vertical lines are labeled
 * above the plot.
 */
export function lineChart(chart: LineChart): Markup[] {
  return forBoth(chart.width, (width, variant) => {
    if (width === chart.width) return draw(chart, variant);
    const height = Math.min(chart.height, 250);
    return draw({ ...chart, id: `${chart.id}-narrow`, width, height, right: 14 }, variant, true);
  });
}

function draw(chart: LineChart, variant: string | undefined, narrow = false): Markup {
  const { lines, domain, epochs, counted = "epoch", across, tick, right, ...shape } = chart;
  const scale = across === undefined ? scaleLinear : scaleLog;
  const x = scale(epochs, [LEFT, shape.width - right]);
  const upright = lines.filter(isVertical);
  const named = narrow ? lines.filter(({ label }) => label !== undefined && label !== "") : [];
  const key = keyOf(
    named.filter((each) => !upright.includes(each)),
    shape.width,
  );
  const below = key.height + (upright.length > 0 ? 16 : 0);
  const height = shape.height + below;
  const y = verticalScale(domain, [height - BOTTOM, TOP + below]);
  return figure(
    { ...shape, height },
    variant,
    key.marks,
    verticalAxis(y, tick, shape.width - right),
    across === undefined
      ? horizontalAxis(x, wholeTicks(x), counted, height - BOTTOM)
      : horizontalAxis(x, powersOfTen(epochs), across, height - BOTTOM),
    element("clipPath", { id: `${shape.id}-plot` }, plotArea(x, y)),
    element(
      "g",
      { "clip-path": `url(#${shape.id}-plot)` },
      lines.filter(({ look }) => look !== "thin").map((each) => band(each, x, y)),
      lines.map((each) => curve(each, x, y)),
    ),
    above(upright, x, TOP + below - 8),
    !narrow &&
      labels(
        lines.filter((each) => !upright.includes(each)),
        x,
        y,
        right - 10,
      ),
  );
}

/** A line that marks one place of the axis. */
const isVertical = ({ points, label }: Line) =>
  label !== undefined && points.length > 1 && points.every(({ epoch }) => epoch === points[0]!.epoch);

/** The names of vertical lines above them, moved apart where they would overlap. */
function above(lines: Line[], x: Scale, y: number): Markup[] {
  const [from, to] = x.range() as [number, number];
  const widest = Math.max(...lines.map(({ label }) => widthOf(label!)));
  const places = apart(
    lines.map(({ points }) => Math.min(to - widest / 2, Math.max(from + widest / 2, x(points[0]!.epoch)))),
    widest + 6,
    [to - widest / 2, from + widest / 2],
  );
  return lines.map(({ label, series }, i) =>
    element("text", { class: `line-label ${seriesClass(series)}`, x: places[i]!, y, "text-anchor": "middle" }, label),
  );
}

/** Names of lines with a piece of each, side by side as far as they fit. */
function keyOf(lines: Line[], width: number): { marks: Markup[]; height: number } {
  let [x, y] = [0, 12];
  const marks = lines.map(({ label, series, look }) => {
    const text = fitted(label!, width - 30);
    const needed = 26 + widthOf(text) + 12;
    if (x > 0 && x + needed > width) [x, y] = [0, y + 18];
    const at = x;
    x += needed;
    return element(
      "g",
      { class: seriesClass(series) },
      element("path", { class: `curve ${look}`, d: `M${at},${y - 4}h20`, "stroke-dasharray": dash(series, look) }),
      element("text", { class: "line-label", x: at + 26, y }, text),
    );
  });
  return { marks, height: lines.length === 0 ? 0 : y + 4 };
}

const dash = (series: number, look: Line["look"]) =>
  look === "own" ? dashOf(series) : look === "dotted" ? "2 3" : undefined;

/**
 * The values that an axis for these lines spans. Means far from most others (Tukey's fences: one and a half times the
 * quartiles' distance beyond the quartiles), as in the first epochs, are cut off, so that the rest can be told apart.
 */
export function domainOf(lines: Line[]): { domain: [number, number]; cut: boolean; logarithmic: boolean } {
  const points = lines.flatMap((each) => each.points);
  const [least, most] = extent(points.flatMap(({ low, high }) => [low, high]));
  if (least === undefined) return { domain: [0, 1], cut: false, logarithmic: false };
  if (isLogarithmic([least, most])) return { domain: [least, most], cut: false, logarithmic: true };
  const means = points.map(({ mean }) => mean);
  const [lower, upper] = [quantile(means, 0.25)!, quantile(means, 0.75)!];
  const fence = points.length < 8 ? Number.POSITIVE_INFINITY : 1.5 * (upper - lower);
  const domain: [number, number] = [Math.max(least, lower - fence), Math.min(most, upper + fence)];
  if (domain[0] < domain[1]) return { domain, cut: domain[0] > least || domain[1] < most, logarithmic: false };
  const room = 0.5 * (Math.abs(lower) || 1);
  return { domain: [lower - room, lower + room], cut: least < most, logarithmic: false };
}

/** Whether values span more than a factor of 50, which only a logarithmic axis can show. */
const isLogarithmic = ([least, most]: [number, number]) => least > 0 && most / least > 50;

function verticalScale(domain: [number, number], range: [number, number]): Scale {
  return isLogarithmic(domain) ? scaleLog(domain, range) : scaleLinear(domain, range).nice(5);
}

/** Where curves are drawn: between the axes, with room for half a line's width. */
function plotArea(x: Scale, y: Scale): Markup {
  const [left, right] = x.range() as [number, number];
  const [bottom, top] = y.range() as [number, number];
  return element("rect", { x: left - 4, y: top - 4, width: right - left + 8, height: bottom - top + 5 });
}

function verticalAxis(y: Scale, tick: string | undefined, end: number): Markup[] {
  const format = y.tickFormat(5, tick ?? ("base" in y ? "~g" : undefined));
  return y
    .ticks(5)
    .filter((value) => format(value) !== "")
    .flatMap((value) => [
      element("line", { class: "grid", x1: LEFT, x2: end, y1: y(value), y2: y(value) }),
      element(
        "text",
        { class: "tick", x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" },
        format(value).replace("%", " %"),
      ),
    ]);
}

function wholeTicks(x: Scale): number[] {
  const [from, to] = x.range() as [number, number];
  return x.ticks(Math.min(8, (to - from) / 40)).filter(Number.isInteger);
}

function powersOfTen([least, most]: [number, number]): number[] {
  const [from, to] = [Math.ceil(Math.log10(least) - 1e-9), Math.floor(Math.log10(most) + 1e-9)];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => Number(`1e${from + i}`));
}

function horizontalAxis(x: Scale, ticks: readonly number[], title: string, bottom: number): Markup[] {
  const [from, to] = x.range() as [number, number];
  return [
    ...ticks.map((value) =>
      element("text", { class: "tick", x: x(value), y: bottom + 16, "text-anchor": "middle" }, tickText(value)),
    ),
    element("text", { class: "axis-title", x: (from + to) / 2, y: bottom + 33, "text-anchor": "middle" }, title),
  ];
}

function tickText(value: number): string {
  return value > 0 && value < 1e-3 ? value.toExponential() : String(value);
}

function band({ series, points }: Line, x: Scale, y: Scale): Markup | undefined {
  if (!points.some(({ low, high }) => low < high)) return undefined;
  const shape = area<CurvePoint>(
    ({ epoch }) => x(epoch),
    ({ low }) => y(low),
    ({ high }) => y(high),
  ).digits(2);
  return element("path", { class: `band ${seriesClass(series)}`, d: shape(points) ?? "" });
}

function curve({ series, points, look, hint: words }: Line, x: Scale, y: Scale): Markup {
  const path = line<CurvePoint>(
    (point) => x(point.epoch),
    (point) => y(point.mean),
  ).digits(2);
  return element(
    "g",
    { class: seriesClass(series) },
    element("path", { class: `curve ${look}`, d: path(points) ?? "", "stroke-dasharray": dash(series, look) }),
    words &&
      points.map((point) =>
        element("circle", { class: "target", cx: x(point.epoch), cy: y(point.mean), r: 5 }, hint(words(point))),
      ),
  );
}

/** Labels at the ends of the lines, moved apart where they would overlap. */
function labels(lines: Line[], x: Scale, y: Scale, width: number): Markup[] {
  const ends = lines.flatMap(({ label, points, series }) => {
    const last = points.at(-1);
    if (label === undefined || last === undefined) return [];
    const [bottom, top] = y.range() as [number, number];
    return [{ label, series, x: x(last.epoch), y: Math.min(bottom, Math.max(top, y(last.mean))) }];
  });
  const heights = apart(
    ends.map((end) => end.y),
    14,
    y.range() as [number, number],
  );
  const margin = x.range()[1]! + 6;
  return ends.map(({ label, series, ...end }, i) => {
    // A line that ends early has no leader: it would cross the plot like data.
    const leader =
      end.x < margin - 20 ? "" : `M${end.x.toFixed(2)},${end.y.toFixed(2)}L${margin},${heights[i]!.toFixed(2)}`;
    return element(
      "g",
      { class: seriesClass(series) },
      leader !== "" && element("path", { class: "leader", d: leader }),
      element("text", { class: "line-label", x: margin + 3, y: heights[i]! + 4 }, fitted(label, width), hint(label)),
    );
  });
}

/** Heights at least `step` apart, in the same order, near where they were and between the ends of the axis if they fit. */
export function apart(heights: number[], step: number, [bottom, top]: [number, number]): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a]! - heights[b]!);
  const moved = [...heights];
  const settle = (indices: number[], direction: 1 | -1, edge: number) => {
    let limit = edge;
    for (const i of indices) {
      moved[i] = direction > 0 ? Math.max(moved[i]!, limit) : Math.min(moved[i]!, limit);
      limit = moved[i]! + direction * step;
    }
  };
  settle(order, 1, top);
  settle(order.toReversed(), -1, bottom);
  return moved;
}
