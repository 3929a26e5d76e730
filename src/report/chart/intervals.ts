import { extent } from "d3-array";
import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Estimate } from "../../compare/study.ts";
import { element, type Markup } from "../page/markup.ts";
import { figure, fitted, forBoth, hint, NARROW, widthOf } from "./figure.ts";
import { markerPath, seriesClass } from "./palette.ts";

/** One estimate: a line from low to high, a marker at the mean, a dot for each seed, and the numbers as text. */
export interface IntervalRow {
  /** The place of the variant in the study, which decides color and marker. */
  series: number;
  label: string;
  /** The numbers, at the right end of the row. */
  text: string;
  estimate: Estimate;
  dots: readonly { value: number; hint: string }[];
}

export interface IntervalChart {
  id: string;
  title: string;
  description: string;
  rows: readonly IntervalRow[];
  /** A vertical line to compare the rows with. */
  reference?: { value: number; label: string } | undefined;
  /** What lies at the two ends of the axis, such as "worse" and "better". */
  ends?: readonly [string, string];
  axis: string;
  /** The possible range of values, which the axis stays within. */
  bounds?: readonly [number, number] | undefined;
  /** How its ticks are written, as a d3 format. */
  tick: string;
}

const [WIDTH, MARGIN, TOP, BOTTOM] = [460, 14, 22, 44];

/** Where things are in a picture of a width: names and numbers side by side, or one above the other. */
interface Layout {
  width: number;
  /** The height of a row, and where its marks begin in it, below its words. */
  row: number;
  marks: number;
  stacked: boolean;
  ticks: number;
}

function layoutOf(width: number): Layout {
  return width > NARROW
    ? { width, row: 50, marks: 21, stacked: false, ticks: 6 }
    : { width, row: 70, marks: 41, stacked: true, ticks: 4 };
}

/** Room for marks between the text of one row and of the next. */
const STRIP = 26;

/** Estimates one below the other on one axis, with their intervals and the seeds that they are made of. */
export function intervalChart(chart: IntervalChart): Markup[] {
  return forBoth(WIDTH, (width, variant) => draw(chart, layoutOf(width), variant));
}

function draw({ rows, reference, bounds, ...chart }: IntervalChart, layout: Layout, variant?: string): Markup {
  const { width, ticks } = layout;
  const plotEnd = TOP + rows.length * layout.row;
  const x = scaleLinear(domainOf(rows, reference?.value), [MARGIN, width - MARGIN]).nice(ticks);
  if (bounds !== undefined) x.domain(clamped(x.domain() as [number, number], bounds));
  const tickText = x.tickFormat(ticks, chart.tick);
  const strips = rows.map((_, i) => TOP + i * layout.row + layout.marks);
  const id = layout.stacked ? `${chart.id}-narrow` : chart.id;
  return figure(
    { ...chart, id, width, height: plotEnd + BOTTOM },
    variant,
    x
      .ticks(ticks)
      .map((tick) => [
        vertical("grid", x(tick), strips),
        element("text", { class: "tick", x: x(tick), y: plotEnd + 16, "text-anchor": "middle" }, tickText(tick)),
      ]),
    reference && referenceLine(x(reference.value), strips, reference.label, width),
    rows.map((row, i) => rowMarks(row, TOP + i * layout.row, x, layout)),
    axisTitle(chart, plotEnd, width),
  );
}

/** A vertical line that does not cross text. */
function vertical(name: string, x: number, strips: readonly number[]): Markup {
  return element("path", { class: name, d: strips.map((top) => `M${x.toFixed(2)},${top}v${STRIP}`).join("") });
}

type Range = readonly [number, number];

function clamped([low, high]: Range, [least, most]: Range): Range {
  return [Math.max(low, least), Math.min(high, most)];
}

/** The range of seeds, means and the reference; intervals too, but at most one and a half ranges further out. */
function domainOf(rows: readonly IntervalRow[], reference: number | undefined): Range {
  const points = rows.flatMap(({ estimate, dots }) => [estimate.mean, ...dots.map(({ value }) => value)]);
  const [least = 0, most = 1] = extent([...points, ...(reference === undefined ? [] : [reference])]);
  const apart = most - least;
  const span = apart > 1e-12 ? apart : Math.abs(most) > 1e-9 ? Math.abs(most) * 0.1 : 1;
  const ends = rows.flatMap(({ estimate: { low, high } }) => [low, high]).filter((end) => end !== undefined);
  const [lowest = least, highest = most] = extent(ends);
  const room = 0.04 * span;
  return [
    Math.max(Math.min(lowest, least), least - 1.5 * span) - room,
    Math.min(Math.max(highest, most), most + 1.5 * span) + room,
  ];
}

function referenceLine(x: number, strips: readonly number[], label: string, width: number): Markup[] {
  const text = fitted(label, width - 2 * MARGIN);
  const half = widthOf(text) / 2;
  const middle = Math.max(MARGIN + half, Math.min(width - MARGIN - half, x));
  return [
    vertical("reference", x, strips),
    element("text", { class: "tick", x: middle, y: TOP - 10, "text-anchor": "middle" }, text, hint(label)),
    element("path", { class: "reference", d: `M${x.toFixed(2)},${TOP - 6}v5` }),
  ];
}

function rowMarks(
  { series, label, text, estimate, dots }: IntervalRow,
  top: number,
  x: ScaleLinear<number, number>,
  { width, marks, stacked }: Layout,
) {
  const y = top + marks + STRIP / 2 - 3;
  const room = width - 2 * MARGIN;
  const numbers = stacked
    ? { class: "row-text", x: MARGIN, y: top + 32 }
    : { class: "row-text", x: width - MARGIN, y: top + 16, "text-anchor": "end" };
  return element(
    "g",
    { class: seriesClass(series) },
    element(
      "text",
      { class: "row-label", x: MARGIN, y: top + 16 },
      fitted(label, stacked ? room : Math.max(120, room - widthOf(text) - 16)),
      hint(label),
    ),
    element("text", numbers, text),
    dots.map((dot, i) =>
      element("circle", { class: "seed", cx: x(dot.value), cy: y + JITTER[i % JITTER.length], r: 3 }, hint(dot.hint)),
    ),
    Number.isFinite(estimate.mean) && [
      intervalLine(estimate, x, y),
      element("path", { class: "mean", transform: place(x(estimate.mean), y), d: markerPath(series, 70) }, hint(text)),
    ],
  );
}

/** The interval, with an arrow where it continues beyond the axis. */
function intervalLine({ low, high }: Estimate, x: ScaleLinear<number, number>, y: number): Markup | undefined {
  if (low === undefined || high === undefined) return undefined;
  const [first, last] = x.domain() as [number, number];
  const [from, to] = [x(Math.max(low, first)), x(Math.min(high, last))];
  const start = low < first ? `M${from + 6},${y - 5}L${from},${y}L${from + 6},${y + 5}` : `M${from},${y - 5}V${y + 5}`;
  const end = high > last ? `M${to - 6},${y - 5}L${to},${y}L${to - 6},${y + 5}` : `M${to},${y - 5}V${y + 5}`;
  return element("path", { class: "interval", d: `M${from},${y}H${to}${start}${end}` });
}

function axisTitle({ axis, ends }: Pick<IntervalChart, "axis" | "ends">, bottom: number, width: number): Markup[] {
  const y = bottom + 36;
  const title = element("text", { class: "axis-title", x: width / 2, y, "text-anchor": "middle" }, axis);
  if (ends === undefined) return [title];
  return [
    title,
    element("text", { class: "axis-end", x: MARGIN, y }, `← ${ends[0]}`),
    element("text", { class: "axis-end", x: width - MARGIN, y, "text-anchor": "end" }, `${ends[1]} →`),
  ];
}

function place(x: number, y: number): string {
  return `translate(${x.toFixed(2)} ${y.toFixed(2)})`;
}

/** Steps up and down that keep seeds of nearly the same value apart. */
const JITTER = [0, -5, 5, -2.5, 2.5];
