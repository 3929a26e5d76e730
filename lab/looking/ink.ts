/** The side of a picture, in pixels. */
export const SIDE = 28;
/** The side of the box that a drawn digit fills, as those of the data do. */
const BOX = 20;
/** How far a digit is moved at most, to bring its center of mass to the middle. */
const MARGIN = 4;
/** Half the width of the pen, and over how many pixels its edge fades: means of those with which the data are drawn. */
const [RADIUS, SOFTNESS] = [1.15, 1.2];
/** A dot is not blown up to fill the box. */
const MOST_SCALE = 4;

/** A line of the pen as points, in pixels of the picture: [x, y][]. */
export type Stroke = readonly (readonly [number, number])[];

/**
 * What was drawn as a picture of the form of the data: bytes from 0 to 255, white ink on black, row by row. The lines are
 * scaled to fill the box, drawn with the pen of the data, and moved so that their center of mass is in the middle.
 */
export function inkOf(strokes: readonly Stroke[]): Float32Array {
  const lines = inBox(strokes);
  const ink = Float32Array.from({ length: SIDE * SIDE }, (_, pixel) => {
    const [x, y] = [(pixel % SIDE) + 0.5, Math.floor(pixel / SIDE) + 0.5];
    const depth = RADIUS - Math.min(...lines.map((line) => distance(line, x, y)), SIDE);
    return Math.max(0, Math.min(1, depth / SOFTNESS + 0.5));
  });
  return centered(ink);
}

/** The lines, scaled to fill the box in the middle of the picture. */
function inBox(strokes: readonly Stroke[]): Stroke[] {
  const points = strokes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = BOX - 2 * (RADIUS + SOFTNESS / 2);
  const scale = Math.min(MOST_SCALE, room / Math.max(right - left, bottom - top));
  return strokes.map((stroke) =>
    stroke.map(([x, y]) => [SIDE / 2 + scale * (x - (left + right) / 2), SIDE / 2 + scale * (y - (top + bottom) / 2)]),
  );
}

/** How far a place is from a line, which may be a single point. */
function distance(line: Stroke, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  line.forEach(([x1, y1], i) => {
    const [x0, y0] = line[Math.max(0, i - 1)] ?? [x1, y1];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / Math.max(dx * dx + dy * dy, 1e-12)));
    least = Math.min(least, Math.hypot(x - x0 - t * dx, y - y0 - t * dy));
  });
  return least;
}

/** The picture, moved by whole pixels so that its center of mass lies in the middle, as bytes. */
function centered(ink: Float32Array): Float32Array {
  let [mass, across, down] = [0, 0, 0];
  ink.forEach((value, pixel) => {
    mass += value;
    across += value * (pixel % SIDE);
    down += value * Math.floor(pixel / SIDE);
  });
  const picture = new Float32Array(SIDE * SIDE);
  if (mass === 0) return picture;
  const [right, lower] = [shift(across / mass), shift(down / mass)];
  ink.forEach((value, pixel) => {
    const [column, row] = [(pixel % SIDE) + right, Math.floor(pixel / SIDE) + lower];
    if (column >= 0 && column < SIDE && row >= 0 && row < SIDE) picture[row * SIDE + column] = Math.round(255 * value);
  });
  return picture;
}

function shift(mean: number): number {
  return Math.max(-MARGIN, Math.min(MARGIN, Math.floor(SIDE / 2 - mean + 0.5)));
}
