import { element, type Markup } from "../page/markup.ts";
import type { Scale } from "./axes.ts";
import { fitted, hint, widthOf } from "./figure.ts";
import { dash, type Line } from "./line.ts";
import { seriesClass } from "./palette.ts";

/** Labels at the ends of lines, moved apart where they would overlap. */
export function endLabels(lines: readonly Line[], x: Scale, y: Scale, width: number): Markup[] {
  const [bottom, top] = y.range() as [number, number];
  const ends = lines.flatMap(({ label, points, series }) => {
    const last = points.at(-1);
    if (label === undefined || last === undefined) return [];
    return [{ label, series, x: x(last.x), y: Math.min(bottom, Math.max(top, y(last.mean))) }];
  });
  const heights = apart(
    ends.map((end) => end.y),
    14,
    [bottom, top],
  );
  const margin = x.range()[1] + 6;
  return ends.map(({ label, series, ...end }, i) => {
    // A line that ends early has no leader: it would cross the plot like data.
    const leader =
      end.x < margin - 20 ? "" : `M${end.x.toFixed(2)},${end.y.toFixed(2)}L${margin},${heights[i].toFixed(2)}`;
    return element(
      "g",
      { class: seriesClass(series) },
      leader !== "" && element("path", { class: "leader", d: leader }),
      element("text", { class: "line-label", x: margin + 3, y: heights[i] + 4 }, fitted(label, width), hint(label)),
    );
  });
}

/** The labels of vertical lines above them, moved apart where they would overlap. */
export function topLabels(lines: readonly Line[], x: Scale, y: number): Markup[] {
  const [from, to] = x.range();
  const widest = Math.max(...lines.map(({ label = "" }) => widthOf(label)));
  const places = apart(
    lines.map(({ points }) => Math.min(to - widest / 2, Math.max(from + widest / 2, x(points[0].x)))),
    widest + 6,
    [to - widest / 2, from + widest / 2],
  );
  return lines.map(({ label, series }, i) =>
    element("text", { class: `line-label ${seriesClass(series)}`, x: places[i], y, "text-anchor": "middle" }, label),
  );
}

/** A key: a piece of each line with its label, side by side as far as they fit. */
export function keyOf(lines: readonly Line[], width: number): { marks: Markup[]; height: number } {
  let [x, y] = [0, 12];
  const marks = lines.map(({ label = "", series, look }) => {
    const text = fitted(label, width - 30);
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

/** Places at least `step` apart, in the same order, near where they were, and between the ends of the axis if they fit. */
export function apart(places: readonly number[], step: number, [bottom, top]: readonly [number, number]): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
  const moved = [...places];
  const settle = (indices: readonly number[], direction: 1 | -1, edge: number) => {
    let limit = edge;
    for (const i of indices) {
      moved[i] = direction > 0 ? Math.max(moved[i], limit) : Math.min(moved[i], limit);
      limit = moved[i] + direction * step;
    }
  };
  settle(order, 1, top);
  settle(order.toReversed(), -1, bottom);
  return moved;
}
