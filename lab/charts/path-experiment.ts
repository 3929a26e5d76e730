import { descentRule, type RuleSettings } from "./descent-rules.ts";
import type { Landscape } from "./landscapes.ts";

/** Where a rule went, and how it ended. */
export interface Path {
  /** x0, y0, x1, y1, … from the start on. */
  points: Float64Array;
  /** How many steps were taken. */
  steps: number;
  /** The step after which the distance to the nearest minimum is at most 1e-6 of what it was; undefined: it never is. */
  arrived: number | undefined;
  /** The step after which it was too far away to go on; undefined: it did not fly off. */
  lost: number | undefined;
}

/** As many steps as are tried. */
export const MOST_STEPS = 20_000;
const FAR = 1e6;

/** Goes down from a start by a rule, until it has arrived or is lost, or has taken all steps. */
export function descend(on: Landscape, start: readonly [number, number], settings: RuleSettings): Path {
  const points = new Float64Array(2 * (MOST_STEPS + 1));
  const move = descentRule(settings);
  const distance = (x: number, y: number) => Math.min(...on.minima.map(([mx, my]) => Math.hypot(x - mx, y - my)));
  let [x, y] = start;
  const close = 1e-6 * distance(x, y);
  points.set(start);
  const end = (steps: number, how: Partial<Path>): Path => ({
    points: points.subarray(0, 2 * (steps + 1)),
    steps,
    arrived: undefined,
    lost: undefined,
    ...how,
  });
  for (let step = 1; step <= MOST_STEPS; step++) {
    const [dx, dy] = move(...on.gradient(x, y));
    x += dx;
    y += dy;
    points[2 * step] = x;
    points[2 * step + 1] = y;
    if (!(Math.abs(x) < FAR && Math.abs(y) < FAR)) return end(step, { lost: step });
    if (distance(x, y) <= close) return end(step, { arrived: step });
  }
  return end(MOST_STEPS, {});
}

/**
 * The best constants of a rule on the quadratic of condition κ (Polyak 1964; Nesterov 1983), and how many steps each factor
 * of 1e-6 takes with them at last.
 */
export function bestOnQuadratic(rule: "sgd" | "momentum" | "nesterov", condition: number) {
  const root = Math.sqrt(condition);
  const [rate, momentum, kept] = {
    sgd: [2 / (1 + condition), 0, (condition - 1) / (condition + 1)],
    momentum: [(2 / (1 + root)) ** 2, ((root - 1) / (root + 1)) ** 2, (root - 1) / (root + 1)],
    nesterov: [1 / condition, (root - 1) / (root + 1), 1 - 1 / root],
  }[rule];
  return { rate, momentum, steps: Math.ceil(Math.log(1e6) / -Math.log(kept)) };
}
