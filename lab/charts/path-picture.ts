import type { Landscape } from "./landscapes.ts";
import { levelLines } from "./level-lines.ts";
import { linearScale } from "./linear-scale.ts";
import { numberText } from "./number-text.ts";
import type { Path } from "./path-experiment.ts";
import { DASHES } from "./plot-marks.ts";
import type { Surface2d } from "./use-canvas.ts";

/** Points of a side of the grid of values, from which level lines are made. */
const GRID = 161;
const LEVELS = 14;
/** Dots of steps that follow closely are this far apart, in pixels. */
const APART = 5;

/** The lines on which a function has one value, in shares of the picture; made once for a function. */
export function landscapeLines({ value, bounds, minima }: Landscape): Float32Array[] {
  const [left, right, bottom, top] = bounds;
  const values = new Float64Array(GRID * GRID);
  for (let i = 0; i < values.length; i++) {
    const x = left + ((right - left) * (i % GRID)) / (GRID - 1);
    const y = top - ((top - bottom) * Math.floor(i / GRID)) / (GRID - 1);
    values[i] = value(x, y);
  }
  const least = Math.min(...minima.map(([x, y]) => value(x, y)));
  const most = values.reduce((greatest, each) => Math.max(greatest, each), least);
  // Closer together below: where slopes are small, and paths end.
  const levels = Array.from({ length: LEVELS }, (_, i) => least + (most - least) * ((i + 0.6) / LEVELS) ** 4);
  return levels.map((level) => levelLines(values, GRID, GRID, level).map((place) => place / (GRID - 1)));
}

/** How the plane lies in the picture. */
export function placesOf({ bounds }: Landscape, width: number, height: number) {
  const [left, right, bottom, top] = bounds;
  return { x: linearScale([left, right], [0, width]), y: linearScale([bottom, top], [height, 0]) };
}

/** Level lines, minima, and the paths of A and of B with a dot for each step. */
export function drawPaths(
  on: Surface2d,
  landscape: Landscape,
  lines: readonly Float32Array[],
  paths: readonly Path[],
): void {
  const { context, width, height, colors } = on;
  const { x, y } = placesOf(landscape, width, height);
  context.lineCap = "round";
  context.lineJoin = "round";
  lines.forEach((pieces, i) => {
    context.beginPath();
    for (let at = 0; at < pieces.length; at += 4) {
      context.moveTo(pieces[at] * width, pieces[at + 1] * height);
      context.lineTo(pieces[at + 2] * width, pieces[at + 3] * height);
    }
    context.lineWidth = 1;
    context.globalAlpha = 0.5 - (0.3 * i) / lines.length;
    context.strokeStyle = colors.muted;
    context.stroke();
  });
  context.globalAlpha = 1;
  drawTicks(on, x, y);
  for (const [mx, my] of landscape.minima) drawStar(on, x(mx), y(my));
  // A on top: through its dashes B is seen where both go the same way.
  for (const arm of ["b", "a"] as const) {
    const { points, steps } = paths[arm === "a" ? 0 : 1];
    const shown = Math.min(steps, 5000);
    context.strokeStyle = colors[arm];
    context.fillStyle = colors[arm];
    context.lineWidth = arm === "a" ? 1 : 1.5;
    context.setLineDash(DASHES[arm]);
    context.beginPath();
    for (let step = 0; step <= shown; step++) context.lineTo(x(points[2 * step]), y(points[2 * step + 1]));
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    let [lastX, lastY] = [Number.POSITIVE_INFINITY, 0];
    for (let step = 1; step <= shown; step++) {
      const [px, py] = [x(points[2 * step]), y(points[2 * step + 1])];
      if (Math.abs(px - lastX) < APART && Math.abs(py - lastY) < APART) continue;
      [lastX, lastY] = [px, py];
      if (arm === "a") context.moveTo(px + 2.4, py);
      if (arm === "a") context.arc(px, py, 2.4, 0, 2 * Math.PI);
      else context.rect(px - 2.1, py - 2.1, 4.2, 4.2);
    }
    context.fill();
  }
  drawLetters(on, x, y, paths);
}

/** A and B where their paths are after a few steps, on paper so that they can be read. */
function drawLetters(
  { context, width, height, colors }: Surface2d,
  x: (value: number) => number,
  y: (value: number) => number,
  paths: readonly Path[],
) {
  context.font = `700 12px ${colors.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  paths.forEach(({ points, steps }, i) => {
    const step = Math.min(steps, i === 0 ? 3 : 5);
    const px = Math.min(width - 9, Math.max(9, x(points[2 * step]) + 11));
    const py = Math.min(height - 9, Math.max(9, y(points[2 * step + 1]) + (i === 0 ? -11 : 11)));
    context.lineWidth = 4;
    context.strokeStyle = colors.paper;
    context.strokeText(i === 0 ? "A" : "B", px, py);
    context.fillStyle = colors[i === 0 ? "a" : "b"];
    context.fillText(i === 0 ? "A" : "B", px, py);
  });
}

/** A few values of both numbers, at the edges within the picture. */
function drawTicks(
  { context, width, height, colors }: Surface2d,
  x: ReturnType<typeof placesOf>["x"],
  y: typeof x,
): void {
  context.font = `400 11px ${colors.font}`;
  context.fillStyle = colors.muted;
  context.textAlign = "center";
  context.textBaseline = "bottom";
  for (const value of x.ticks(4))
    if (x(value) > 20 && x(value) < width - 20) context.fillText(numberText(value), x(value), height - 3);
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const value of y.ticks(4))
    if (y(value) > 12 && y(value) < height - 20) context.fillText(numberText(value), 5, y(value));
}

function drawStar({ context, colors }: Surface2d, x: number, y: number): void {
  context.beginPath();
  for (let i = 0; i < 10; i++) {
    const [radius, angle] = [i % 2 === 0 ? 8 : 3.4, (i * Math.PI) / 5 - Math.PI / 2];
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
  context.fillStyle = colors.ink;
  context.fill();
}
