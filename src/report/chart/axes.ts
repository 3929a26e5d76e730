import type { ScaleContinuousNumeric } from "d3-scale";
import { element, type Markup } from "../page/markup.ts";

export type Scale = ScaleContinuousNumeric<number, number>;

interface VerticalAxis {
  /** Where grid lines begin and end. */
  left: number;
  right: number;
  /** How ticks are written, as a d3 format. */
  tick?: string | undefined;
}

/** Grid lines, each with its value at the left. */
export function verticalAxis(y: Scale, { left, right, tick }: VerticalAxis): Markup[] {
  const format = y.tickFormat(5, tick ?? ("base" in y ? "~g" : undefined));
  return y
    .ticks(5)
    .filter((value) => format(value) !== "")
    .flatMap((value) => [
      element("line", { class: value === 0 ? "zero" : "grid", x1: left, x2: right, y1: y(value), y2: y(value) }),
      element(
        "text",
        { class: "tick", x: left - 7, y: y(value) + 4, "text-anchor": "end" },
        format(value).replace("%", " %"),
      ),
    ]);
}

interface HorizontalAxis {
  ticks: readonly number[];
  tickText: (value: number) => string;
  title: string;
  /** The lower end of the plot. */
  bottom: number;
}

/** Values below the plot, and the title of the axis below them. */
export function horizontalAxis(x: Scale, { ticks, tickText, title, bottom }: HorizontalAxis): Markup[] {
  const [from, to] = x.range();
  return [
    ...ticks.map((value) =>
      element("text", { class: "tick", x: x(value), y: bottom + 17, "text-anchor": "middle" }, tickText(value)),
    ),
    element("text", { class: "axis-title", x: (from + to) / 2, y: bottom + 34, "text-anchor": "middle" }, title),
  ];
}
