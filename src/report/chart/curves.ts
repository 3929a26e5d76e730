import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { element, type Markup } from "../page/markup.ts";
import { horizontalAxis, type Scale, verticalAxis } from "./axes.ts";
import { type Figure, figure } from "./figure.ts";
import { seriesClass } from "./palette.ts";
import { pictureStyle } from "./picture-style.ts";

type Point = readonly [x: number, y: number];

export interface Curve {
  /** Decides the color. */
  series: number;
  points: readonly Point[];
  /** Written above the picture, where there are several. */
  label?: string;
  /** Whether the area down to 0 is tinted. */
  filled?: boolean;
}

export interface CurveChart extends Figure {
  curves: readonly Curve[];
  /** The title of the horizontal axis. */
  axis: string;
}

const [LEFT, RIGHT, TOP, BOTTOM] = [58, 14, 26, 40];

/**
 * Curves over one axis of numbers: a function, a schedule, a density; with a style of its own, for a file. The vertical
 * axis always includes 0.
 */
export function curveChart({ curves, axis, ...shape }: CurveChart): Markup {
  const points = curves.flatMap((curve) => curve.points);
  const [from = 0, to = 1] = extent(points, ([x]) => x);
  const [least = 0, most = 1] = extent([0, ...points.map(([, y]) => y)]);
  const right = shape.width - RIGHT;
  const bottom = shape.height - BOTTOM;
  const x = scaleLinear([from, to], [LEFT, right]);
  const y = scaleLinear([least, most], [bottom, TOP]).nice(5);
  return figure(
    shape,
    undefined,
    pictureStyle(),
    verticalAxis(y, { left: LEFT, right }),
    horizontalAxis(x, { ticks: x.ticks(6), tickText: x.tickFormat(6), title: axis, bottom }),
    curves.map((curve) => path(curve, x, y)),
    curves.map(
      ({ label, series }, i) =>
        label !== undefined &&
        element("text", { class: `line-label ${seriesClass(series)}`, x: LEFT + 4 + 110 * i, y: 14 }, label),
    ),
  );
}

function path({ series, points, filled = false }: Curve, x: Scale, y: Scale): Markup {
  const along = line<Point>(
    ([at]) => x(at),
    ([, value]) => y(value),
  ).digits(1);
  const below = area<Point>(
    ([at]) => x(at),
    y(0),
    ([, value]) => y(value),
  ).digits(1);
  return element(
    "g",
    { class: seriesClass(series) },
    filled && element("path", { class: "band", d: below([...points]) ?? "" }),
    element("path", { class: "curve", d: along([...points]) ?? "" }),
  );
}
