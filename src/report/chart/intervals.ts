import { extent } from "d3-array";
import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Estimate } from "../../compare/study.ts";
import { element, type Markup } from "../page/markup.ts";
import { figure, fitted, forBoth, hint, NARROW, widthOf } from "./figure.ts";
import { markerPath, seriesClass } from "./palette.ts";

/** One estimate: a line from low to high, a marker at the mean, a dot for each seed, and the numbers in words. */
export interface IntervalRow {
  /** The place of the variant in the study, which decides color and marker. */
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
  /** What no value can lie beyond, and no axis then goes beyond. */
  bounds?: [number, number];
  /** How its ticks are written, as a d3 format. */
  tick: string;
}

const WIDTH = 460;
const MARGIN = 14;
const TOP = 22;
const BOTTOM = 44;

/** Where things are, in a picture so many units wide: names and numbers side by side, or one above the other. */
interface Layout {
  width: number;
  /** The height of a row, and where its marks begin in it, below its words. */
  row: number;
  marks: number;
  stacked: boolean;
  ticks: number;
}

const layoutOf = (width: number): Layout =>
  width > NARROW
    ? { width, row: 50, marks: 21, stacked: false, ticks: 6 }
    : { width, row: 70, marks: 41, stacked: true, ticks: 4 };

/** Room for marks, between the words of one row and of the next: no line leaves it. */
const STRIP = 26;

/** Estimates one below the other on one axis, with their intervals and the seeds that they are made of. */
export function intervalChart(chart: IntervalChart): Markup[] {
  return forBoth(WIDTH, (width, variant) => draw(chart, layoutOf(width), variant));
}

function draw({ rows, reference, bounds, ...chart }: IntervalChart, layout: Layout, variant?: string): Markup {
  const { width, ticks } = layout;
  const plotEnd = TOP + rows.length * layout.row;
  const x = scaleLinear(domainOf(rows, reference?.value), [MARGIN, width - MARGIN]).nice(ticks);
  if (bounds) x.domain(clamped(x.domain() as [number, number], bounds));
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

/** A vertical line in the rooms for marks alone, so that it runs through no words. */
const vertical = (name: string, x: number, strips: number[]) =>
  element("path", { class: name, d: strips.map((top) => `M${x.toFixed(2)},${top}v${STRIP}`).join("") });

const clamped = ([low, high]: [number, number], [least, most]: [number, number]): [number, number] => [
  Math.max(low, least),
  Math.min(high, most),
];

/** The seeds' range, the means and the reference; intervals too, but at most one and a half ranges further out. */
function domainOf(rows: IntervalRow[], reference: number | undefined): [number, number] {
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

function referenceLine(x: number, strips: number[], label: string, width: number): Markup[] {
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

function axisTitle({ axis, ends }: Pick<IntervalChart, "axis" | "ends">, bottom: number, width: number): Markup[] {
  const y = bottom + 36;
  const title = element("text", { class: "axis-title", x: width / 2, y, "text-anchor": "middle" }, axis);
  if (!ends) return [title];
  return [
    title,
    element("text", { class: "axis-end", x: MARGIN, y }, `← ${ends[0]}`),
    element("text", { class: "axis-end", x: width - MARGIN, y, "text-anchor": "end" }, `${ends[1]} →`),
  ];
}

const place = (x: number, y: number) => `translate(${x.toFixed(2)} ${y.toFixed(2)})`;

/** Seeds of nearly the same value side by side: the same small steps up and down for each row. */
const spread = (i: number) => [0, -5, 5, -2.5, 2.5][i % 5]!;
