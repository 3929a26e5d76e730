/** A point of the plane. */
export interface Point {
  x: number;
  y: number;
}

/** A control point of a curve, or a corner. */
export interface Knot extends Point {
  /** Whether the curve turns sharply here. */
  corner: boolean;
}

/** A curve as short straight lines between points [x0, y0, x1, y1, …]. */
export type Polyline = number[];

/** Straight lines per piece of a curve. */
const STEPS = 4;

/** The quadratic B-spline of the knots, which passes through both ends and every corner. */
export function spline(knots: readonly Knot[]): Polyline {
  const controls = knots.slice(1, -1).flatMap((knot) => (knot.corner ? [knot, knot] : [knot]));
  const end = knots[knots.length - 1];
  const line = [knots[0].x, knots[0].y];
  let from: Point = knots[0];
  for (let i = 0; i < controls.length; i++) {
    const to = i + 1 < controls.length ? middle(controls[i], controls[i + 1]) : end;
    appendPiece(line, from, controls[i], to);
    from = to;
  }
  return line;
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** The quadratic Bézier curve from a, drawn toward b, to c, without the point a itself. */
function appendPiece(line: Polyline, a: Point, b: Point, c: Point): void {
  for (let step = 1; step <= STEPS; step++) {
    const t = step / STEPS;
    const [wa, wb, wc] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
    line.push(wa * a.x + wb * b.x + wc * c.x, wa * a.y + wb * b.y + wc * c.y);
  }
}

/** Moves every point of the lines. */
export function movePoints(
  lines: readonly Polyline[],
  move: (x: number, y: number) => readonly [number, number],
): void {
  for (const line of lines)
    for (let i = 0; i < line.length; i += 2) [line[i], line[i + 1]] = move(line[i], line[i + 1]);
}

/** The bounding box of the lines. */
export function bounds(lines: readonly Polyline[]): { left: number; right: number; top: number; bottom: number } {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const line of lines)
    for (let i = 0; i < line.length; i += 2) {
      left = Math.min(left, line[i]);
      right = Math.max(right, line[i]);
      top = Math.min(top, line[i + 1]);
      bottom = Math.max(bottom, line[i + 1]);
    }
  return { left, right, top, bottom };
}
