import { extent } from "d3-array";
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { element, type Markup } from "../page/markup.ts";
import { type Figure, figure } from "./figure.ts";
import { seriesClass } from "./palette.ts";
import { pictureStyle } from "./picture-style.ts";

export interface Curve {
  /** Decides the color. */
  series: number;
  points: readonly (readonly [x: number, y: number])[];
  /** Written above the picture, where there are several. */
  label?: string;
  /** Whether the area down to 0 is tinted. */
  filled?: boolean;
}

export interface CurveChart extends Figure {
  curves: readonly Curve[];
  /** What the horizontal axis counts. */
  axis: string;
}

type Scale = ScaleLinear<number, number>;
const [LEFT, RIGHT, TOP, BOTTOM] = [58, 14, 26, 40];

/**
 * Curves over one axis of numbers: a function, a schedule, a density; with a style of its own, for a file. 0 always lies
 * on the vertical axis.
 */
export function curveChart({ curves, axis, ...shape }: CurveChart): Markup {
  const points = curves.flatMap((curve) => curve.points);
  const [from = 0, to = 1] = extent(points, ([x]) => x);
  const [least = 0, most = 1] = extent([0, ...points.map(([, y]) => y)]);
  const x = scaleLinear([from, to], [LEFT, shape.width - RIGHT]);
  const y = scaleLinear([least, most], [shape.height - BOTTOM, TOP]).nice(5);
  return figure(
    shape,
    undefined,
    pictureStyle(),
    verticalAxis(y, shape.width - RIGHT),
    horizontalAxis(x, shape.height - BOTTOM, axis),
    curves.map((curve) => path(curve, x, y)),
    curves.map(
      ({ label, series }, i) =>
        label !== undefined &&
        element("text", { class: `line-label ${seriesClass(series)}`, x: LEFT + 4 + 110 * i, y: 14 }, label),
    ),
  );
}

function path({ series, points, filled = false }: Curve, x: Scale, y: Scale): Markup {
  const along = line<readonly [number, number]>(
    ([at]) => x(at),
    ([, value]) => y(value),
  ).digits(1);
  const under = area<readonly [number, number]>(
    ([at]) => x(at),
    y(0),
    ([, value]) => y(value),
  ).digits(1);
  return element(
    "g",
    { class: seriesClass(series) },
    filled && element("path", { class: "band", d: under(points as [number, number][]) ?? "" }),
    element("path", { class: "curve", d: along(points as [number, number][]) ?? "" }),
  );
}

function verticalAxis(y: Scale, end: number): Markup[] {
  const format = y.tickFormat(5);
  return y
    .ticks(5)
    .flatMap((value) => [
      element("line", { class: value === 0 ? "zero" : "grid", x1: LEFT, x2: end, y1: y(value), y2: y(value) }),
      element("text", { class: "tick", x: LEFT - 7, y: y(value) + 4, "text-anchor": "end" }, format(value)),
    ]);
}

function horizontalAxis(x: Scale, bottom: number, title: string): Markup[] {
  const [from, to] = x.range() as [number, number];
  const format = x.tickFormat(6);
  return [
    ...x
      .ticks(6)
      .map((value) =>
        element("text", { class: "tick", x: x(value), y: bottom + 17, "text-anchor": "middle" }, format(value)),
      ),
    element("text", { class: "axis-title", x: (from + to) / 2, y: bottom + 34, "text-anchor": "middle" }, title),
  ];
}
