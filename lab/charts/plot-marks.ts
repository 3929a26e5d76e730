import type { ArmName } from "../protocol.ts";
import type { Colors } from "./theme.ts";

/** How values become pixels of a canvas, and how many pixels of it make one of the page. */
export interface Place {
  x: (value: number) => number;
  y: (value: number) => number;
  ratio: number;
}

/** A curve. "raw": thin and pale; "smooth": a line; "marks": a strong line with a mark at each value. */
export interface PlotLine {
  arm: ArmName;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  length: number;
  look: "raw" | "smooth" | "marks";
}

export interface PlotBand {
  arm: ArmName;
  points: readonly { x: number; low: number; high: number }[];
}

const WIDTHS = { raw: 1, smooth: 1.75, marks: 2.25 };
/** A is dashed, B solid: color is not the only sign. */
export const DASHES: Record<ArmName, number[]> = { a: [7, 4], b: [] };

export function drawBand(
  context: CanvasRenderingContext2D,
  { x, y }: Place,
  { points }: PlotBand,
  color: string,
): void {
  context.beginPath();
  for (const point of points) context.lineTo(x(point.x), y(point.high));
  for (const point of points.toReversed()) context.lineTo(x(point.x), y(point.low));
  context.globalAlpha = 0.16;
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 1;
}

export function drawLine(
  context: CanvasRenderingContext2D,
  place: Place,
  line: PlotLine,
  color: string,
  paper: string,
): void {
  context.beginPath();
  trace(context, place, line);
  context.strokeStyle = color;
  context.lineWidth = WIDTHS[line.look] * place.ratio;
  context.lineJoin = "round";
  context.globalAlpha = line.look === "raw" ? 0.3 : 1;
  context.setLineDash(line.look === "raw" ? [] : DASHES[line.arm].map((length) => length * place.ratio));
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  if (line.look === "marks") drawMarks(context, place, line, color, paper);
}

/**
 * A line with gaps where values are not finite. Of the values in one column of pixels only the first, the least, the
 * greatest and the last are drawn: the picture is the same, and ten thousand values take no longer than a thousand.
 */
export function trace(
  path: Pick<Path2D, "moveTo" | "lineTo">,
  { x, y }: Place,
  { x: xs, y: ys, length }: Omit<PlotLine, "arm" | "look">,
) {
  let [column, low, high, last, drawing] = [Number.NaN, 0, 0, 0, false];
  let at = 0;
  const flush = () => {
    if (low === high) return;
    path.lineTo(at, low);
    path.lineTo(at, high);
    path.lineTo(at, last);
  };
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(ys[i])) {
      if (drawing) flush();
      drawing = false;
      continue;
    }
    const [px, py] = [x(xs[i]), y(ys[i])];
    if (drawing && Math.round(px) === column) {
      low = Math.min(low, py);
      high = Math.max(high, py);
      last = py;
      continue;
    }
    if (drawing) flush();
    if (drawing) path.lineTo(px, py);
    else path.moveTo(px, py);
    [column, at, low, high, last, drawing] = [Math.round(px), px, py, py, py, true];
  }
  if (drawing) flush();
}

/** Circles for A, squares for B, open so that the line is seen through neither. */
function drawMarks(
  context: CanvasRenderingContext2D,
  { x, y, ratio }: Place,
  line: PlotLine,
  color: string,
  paper: string,
) {
  const step = Math.max(1, Math.ceil(line.length / 40));
  context.lineWidth = 1.75 * ratio;
  context.fillStyle = line.arm === "a" ? paper : color;
  for (let i = (line.length - 1) % step; i < line.length; i += step) {
    if (!Number.isFinite(line.y[i])) continue;
    const [px, py, size] = [x(line.x[i]), y(line.y[i]), 3.25 * ratio];
    context.beginPath();
    if (line.arm === "a") context.arc(px, py, size, 0, 2 * Math.PI);
    else context.rect(px - size, py - size, 2 * size, 2 * size);
    context.fill();
    context.stroke();
  }
}

/** The letters A and B at the ends of their lines, moved apart where they would overlap. */
export function drawEnds(
  context: CanvasRenderingContext2D,
  { x, y, ratio }: Place,
  lines: readonly PlotLine[],
  colors: Colors,
  { top, height }: { top: number; height: number },
): void {
  const ends = (["a", "b"] as const).flatMap((arm) => {
    const line = lines.findLast((each) => each.arm === arm && each.look !== "raw" && each.length > 0);
    if (line === undefined) return [];
    let i = line.length - 1;
    while (i > 0 && !Number.isFinite(line.y[i])) i--;
    if (!Number.isFinite(line.y[i])) return [];
    return [{ arm, x: x(line.x[i]), y: Math.min(top + height, Math.max(top, y(line.y[i]))) }];
  });
  const gap = 14 * ratio;
  if (ends.length === 2 && Math.abs(ends[0].x - ends[1].x) < gap && Math.abs(ends[0].y - ends[1].y) < gap) {
    const middle = (ends[0].y + ends[1].y) / 2;
    const [upper, lower] = ends[0].y <= ends[1].y ? ends : ends.toReversed();
    [upper.y, lower.y] = [middle - gap / 2, middle + gap / 2];
  }
  context.font = `700 ${12 * ratio}px ${colors.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (const end of ends) {
    context.fillStyle = colors[end.arm];
    context.fillText(end.arm.toUpperCase(), end.x + 7 * ratio, end.y);
  }
}
