/** A function of two numbers that optimizers go down on. */
export interface Landscape {
  value(x: number, y: number): number;
  gradient(x: number, y: number): readonly [number, number];
  /** Where it is least. */
  minima: readonly (readonly [number, number])[];
  /** [left, right, bottom, top] of the picture. */
  bounds: readonly [number, number, number, number];
  /** Where paths begin unless told otherwise. */
  start: readonly [number, number];
}

export const LANDSCAPE_NAMES = ["quadratic", "rosenbrock", "saddle"] as const;
export type LandscapeName = (typeof LANDSCAPE_NAMES)[number];

/** A function by its name; κ is how much steeper the quadratic is in y than in x. */
export function landscape(name: LandscapeName, condition: number): Landscape {
  return name === "quadratic" ? quadratic(condition) : name === "rosenbrock" ? ROSENBROCK : SADDLE;
}

/** (x² + κy²) / 2 */
function quadratic(condition: number): Landscape {
  return {
    value: (x, y) => (x * x + condition * y * y) / 2,
    gradient: (x, y) => [x, condition * y],
    minima: [[0, 0]],
    bounds: [-1.5, 1.5, -1.5, 1.5],
    start: [1, 1],
  };
}

/** (1 − x)² + 100(y − x²)² */
const ROSENBROCK: Landscape = {
  value: (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: (x, y) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
  minima: [[1, 1]],
  bounds: [-2, 2, -1, 3],
  start: [-1.2, 1],
};

/** (x² − y²) / 2 + y⁴ / 4: at 0 it goes up along x and down along y. */
const SADDLE: Landscape = {
  value: (x, y) => (x * x - y * y) / 2 + y ** 4 / 4,
  gradient: (x, y) => [x, y ** 3 - y],
  minima: [
    [0, 1],
    [0, -1],
  ],
  bounds: [-1.6, 1.6, -1.6, 1.6],
  start: [1.2, 0.001],
};
