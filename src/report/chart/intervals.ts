import { extent } from "d3-array";
import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Estimate } from "../../compare/study.ts";
import { element, type Markup } from "../markup.ts";
import { figure, fitted, hint } from "./figure.ts";
import { markerPath, seriesClass } from "./palette.ts";

/** One estimate: a line from low to high, a marker at the mean, a dot for each seed, and the numbers in words. */
export interface IntervalRow {
  /** The place of the variant in the study, which decides colour and marker. */
  series: number;
  label: string;
  /** The numbers, at the right end of the row. */
  text: string;
  estimate: Estimate;
  dots: { value: number; hint: string }[];
}

export interface IntervalChart {
  id: string;
  title: string;
  description: string;
  rows: IntervalRow[];
  /** A vertical line to measure the rows by. */
  reference?: { value: number; label: string };
  /** What lies at the two ends of the axis, such as "worse" and "better". */
  ends?: [string, string];
  axis: string;
  /** How its ticks are written, as a d3 format. */
  tick: string;
}

const WIDTH = 460;
const MARGIN = 14;
const ROW = 50;
const TOP = 22;
const BOTTOM = 44;

/** Estimates one below the other on one axis, with their intervals and the seeds that they are made of. */
export function intervalChart({ rows, reference, ...chart }: IntervalChart): Markup {
  const plotEnd = TOP + rows.length * ROW;
  const x = scaleLinear(domainOf(rows, reference?.value), [MARGIN, WIDTH - MARGIN]).nice(6);
  const tickText = x.tickFormat(6, chart.tick);
  return figure(
    { ...chart, width: WIDTH, height: plotEnd + BOTTOM },
    x.ticks(6).map((tick) => gridLine(x(tick), plotEnd, tickText(tick))),
    reference && referenceLine(x(reference.value), plotEnd, reference.label),
    rows.map((row, i) => rowMarks(row, TOP + i * ROW, x)),
    axisTitle(chart, plotEnd),
  );
}

/** The seeds' range, the means and the reference; intervals too, but at most one and a half ranges further out. */
function domainOf(rows: IntervalRow[], reference: number | undefined): [number, number] {
  const points = rows.flatMap(({ estimate, dots }) => [estimate.mean, ...dots.map(({ value }) => value)]);
  const [least = 0, most = 1] = extent([...points, ...(reference === undefined ? [] : [reference])]);
  const span = most - least || Math.abs(most) * 0.1 || 1;
  const ends = rows.flatMap(({ estimate: { low, high } }) => [low, high]).filter((end) => end !== undefined);
  const [lowest = least, highest = most] = extent(ends);
  const room = 0.04 * span;
  return [
    Math.max(Math.min(lowest, least), least - 1.5 * span) - room,
    Math.min(Math.max(highest, most), most + 1.5 * span) + room,
  ];
}

function gridLine(x: number, bottom: number, text: string): Markup[] {
  return [
    element("line", { class: "grid", x1: x, x2: x, y1: TOP, y2: bottom }),
    element("text", { class: "tick", x, y: bottom + 16, "text-anchor": "middle" }, text),
  ];
}

function referenceLine(x: number, bottom: number, label: string): Markup[] {
  const anchor = x < WIDTH * 0.25 ? "start" : x > WIDTH * 0.75 ? "end" : "middle";
  return [
    element("line", { class: "reference", x1: x, x2: x, y1: TOP - 6, y2: bottom }),
    element("text", { class: "tick", x, y: TOP - 11, "text-anchor": anchor }, label),
  ];
}

function rowMarks({ series, label, text, estimate, dots }: IntervalRow, top: number, x: ScaleLinear<number, number>) {
  const y = top + 31;
  return element(
    "g",
    { class: seriesClass(series) },
    element("text", { class: "row-label", x: MARGIN, y: top + 16 }, fitted(label, 210), hint(label)),
    element("text", { class: "row-text", x: WIDTH - MARGIN, y: top + 16, "text-anchor": "end" }, text),
    dots.map((dot, i) =>
      element("circle", { class: "seed", cx: x(dot.value), cy: y + spread(i), r: 3 }, hint(dot.hint)),
    ),
    Number.isFinite(estimate.mean) && [
      intervalLine(estimate, x, y),
      element("path", { class: "mean", transform: place(x(estimate.mean), y), d: markerPath(series, 70) }, hint(text)),
    ],
  );
}

/** The interval, with an arrow where it goes on beyond the axis. */
function intervalLine({ low, high }: Estimate, x: ScaleLinear<number, number>, y: number): Markup | undefined {
  if (low === undefined || high === undefined) return undefined;
  const [first, last] = x.domain() as [number, number];
  const [from, to] = [x(Math.max(low, first)), x(Math.min(high, last))];
  const start = low < first ? `M${from + 6},${y - 5}L${from},${y}L${from + 6},${y + 5}` : `M${from},${y - 5}V${y + 5}`;
  const end = high > last ? `M${to - 6},${y - 5}L${to},${y}L${to - 6},${y + 5}` : `M${to},${y - 5}V${y + 5}`;
  return element("path", { class: "interval", d: `M${from},${y}H${to}${start}${end}` });
}

function axisTitle({ axis, ends }: Pick<IntervalChart, "axis" | "ends">, bottom: number): Markup[] {
  const y = bottom + 36;
  const title = element("text", { class: "axis-title", x: WIDTH / 2, y, "text-anchor": "middle" }, axis);
  if (!ends) return [title];
  return [
    title,
    element("text", { class: "axis-end", x: MARGIN, y }, `← ${ends[0]}`),
    element("text", { class: "axis-end", x: WIDTH - MARGIN, y, "text-anchor": "end" }, `${ends[1]} →`),
  ];
}

const place = (x: number, y: number) => `translate(${x.toFixed(2)} ${y.toFixed(2)})`;

/** Seeds of nearly the same value side by side: the same small steps up and down for each row. */
const spread = (i: number) => [0, -5, 5, -2.5, 2.5][i % 5]!;
