import { type CurveChart, curveChart } from "../chart/curves.ts";
import type { Figure } from "../chart/figure.ts";

/** The text of an SVG file with the picture of one trick. */
export function plotFile(
  name: string,
  chart: Omit<CurveChart, Exclude<keyof Figure, "title" | "description">>,
): string {
  return `${curveChart({ id: name, width: 520, height: 240, ...chart }).source}\n`;
}
