/**
 * The line on which a function has a level, by marching squares: pieces as x0, y0, x1, y1, in units of cells, from the values
 * at the corners, row by row. Cells with a value that is not finite have none.
 */
export function levelLines(values: ArrayLike<number>, width: number, height: number, level: number): Float32Array {
  const pieces: number[] = [];
  for (let y = 0; y + 1 < height; y++)
    for (let x = 0; x + 1 < width; x++) {
      const at = y * width + x;
      const [a, b, c, d] = [values[at], values[at + 1], values[at + width + 1], values[at + width]];
      if (a >= level === b >= level && b >= level === c >= level && c >= level === d >= level) continue;
      const corners = [a, b, c, d];
      if (!corners.every(Number.isFinite)) continue;
      const above = corners.map((value) => value >= level);
      const crossings = SIDES.flatMap(([from, to], side) =>
        above[from] === above[to]
          ? []
          : [crossing(side, x, y, (level - corners[from]) / (corners[to] - corners[from]))],
      );
      // Four crossings are a saddle: the mean of the corners says which two belong together.
      const middle = corners.reduce((sum, value) => sum + value, 0) / 4 >= level;
      const order = crossings.length === 4 && middle === above[0] ? [0, 1, 2, 3] : [0, 3, 1, 2];
      const joined = crossings.length === 4 ? order.map((i) => crossings[i]) : crossings;
      pieces.push(...joined.flat());
    }
  return Float32Array.from(pieces);
}

/** The corners at the ends of the upper, right, lower and left side of a cell. */
const SIDES = [
  [0, 1],
  [1, 2],
  [3, 2],
  [0, 3],
] as const;

function crossing(side: number, x: number, y: number, share: number): [number, number] {
  if (side === 0) return [x + share, y];
  if (side === 1) return [x + 1, y + share];
  if (side === 2) return [x + share, y + 1];
  return [x, y + share];
}
