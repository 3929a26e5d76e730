import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { element, type Markup } from "../page/markup.ts";
import { horizontalAxis, verticalAxis } from "./axes.ts";
import { type Figure, figure, forBoth, hint } from "./figure.ts";
import { seriesClass } from "./palette.ts";

/** A point of a scatter plot. */
export interface Dot {
  x: number;
  y: number;
  /** In pixels; 3 by default. */
  radius?: number;
  /** What appears when the pointer is over it. */
  hint: string;
}

export interface ScatterChart extends Figure {
  dots: readonly Dot[];
  xLabel: string;
  /** What both axes span; by default what the dots need. */
  domain?: readonly [number, number];
  /** How values are written, as a d3 format. */
  tick?: string;
  /** Whether dots are joined, from left to right. */
  joined?: boolean;
}

const [LEFT, TOP, BOTTOM, RIGHT] = [52, 10, 38, 14];

/** Dots with both axes alike, and the diagonal on which y = x. */
export function scatterChart(chart: ScatterChart): Markup[] {
  return forBoth(chart.width, (width, variant) =>
    draw(width === chart.width ? chart : { ...chart, id: `${chart.id}-narrow`, width, height: width }, variant),
  );
}

function draw(
  { dots, xLabel, domain, tick, joined = false, ...shape }: ScatterChart,
  variant: string | undefined,
): Markup {
  const [least = 0, most = 1] = domain ?? extent(dots.flatMap(({ x, y }) => [x, y]));
  const spread = least < most ? [least, most] : [least - 0.5, least + 0.5];
  const x = scaleLinear(spread, [LEFT, shape.width - RIGHT]).nice(5);
  const y = scaleLinear(spread, [shape.height - BOTTOM, TOP]).nice(5);
  const format = x.tickFormat(5, tick);
  const [from, to] = x.domain();
  const path = dots.map((dot, i) => `${i === 0 ? "M" : "L"}${x(dot.x).toFixed(1)},${y(dot.y).toFixed(1)}`).join("");
  return figure(
    shape,
    variant,
    verticalAxis(y, { left: LEFT, right: shape.width - RIGHT, tick }),
    horizontalAxis(x, {
      ticks: x.ticks(5),
      tickText: (value) => format(value).replace("%", " %"),
      title: xLabel,
      bottom: shape.height - BOTTOM,
    }),
    element("line", { class: "reference", x1: x(from), y1: y(from), x2: x(to), y2: y(to) }),
    element(
      "g",
      { class: seriesClass(1) },
      joined && element("path", { class: "curve thin", d: path }),
      dots.map((dot) =>
        element("circle", { class: "seed", cx: x(dot.x), cy: y(dot.y), r: dot.radius ?? 3 }, hint(dot.hint)),
      ),
    ),
  );
}
