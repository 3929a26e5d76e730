import { inverseNormal } from "../../random.ts";
import { normalDensity, normalTail } from "./normal.ts";

/** One look at the data of a study that grows. Plain JSON. */
export interface Look {
  /** How many seeds there are at this look. */
  seeds: number;
  /** p must be at most this to be significant at this look: the nominal level. */
  level: number;
  /** How much of the significance level is spent, up to this look. */
  spent: number;
}

/** Steps of the grid on which the distribution of what has not been decided is kept. */
const STEPS = 64;

/**
 * The levels at which to test at several looks, so that the chance of any false finding is α over all of them: α spent as
 * O'Brien and Fleming do, little at first (Lan and DeMets 1983, "Discrete sequential boundaries for clinical trials", Biometrika
 * 70). The sums at the looks form a random walk of normal steps, of which what stays within the bounds is integrated from
 * look to look (Armitage, McPherson and Rowe 1969). The levels hold for t tests closely, as they are levels of p (Jennison and
 * Turnbull 2000, "Group Sequential Methods", section 4.4).
 * @param looks how many seeds there are at each, rising.
 * @param most how many there are at the last look that is planned.
 */
export function alphaSpending(looks: readonly number[], most: number, alpha: number): Look[] {
  let before = 0;
  let spent = 0;
  let walk: Walk = { at: Float64Array.of(0), weight: Float64Array.of(1) };
  return looks.map((seeds) => {
    const time = seeds / most;
    const step = Math.sqrt(time - before);
    const target = Math.max(0, spentAt(time, alpha) - spent);
    const bound = boundOf(walk, step, target);
    const level = Math.min(1, 2 * normalTail(bound / Math.sqrt(time)));
    walk = walked(walk, step, Math.min(bound, 8.5 * Math.sqrt(time)));
    before = time;
    spent += target;
    return { seeds, level, spent };
  });
}

/** What O'Brien and Fleming's bounds have spent of α by then, half of it to either side: 4 − 4 Φ(z(1 − α/4) / √t). */
function spentAt(time: number, alpha: number): number {
  if (time >= 1) return alpha;
  return Math.min(alpha, 4 * normalTail(-inverseNormal(alpha / 4) / Math.sqrt(time)));
}

/** How far from 0 the sum may be, and how likely, of studies that went on: points, and density times weight of integration. */
interface Walk {
  at: Float64Array;
  weight: Float64Array;
}

/** The bound that the sum leaves with this chance in a step of this deviation. By bisection. */
function boundOf({ at, weight }: Walk, step: number, chance: number): number {
  const outside = (bound: number) => {
    let sum = 0;
    for (let i = 0; i < at.length; i++)
      sum += weight[i] * (normalTail((bound - at[i]) / step) + normalTail((bound + at[i]) / step));
    return sum;
  };
  let [low, high] = [0, 12];
  if (outside(high) >= chance) return high;
  if (chance === 0) return high;
  while (high - low > 1e-8) {
    const middle = (low + high) / 2;
    if (outside(middle) > chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The walk one step on, of what stays within ±bound; integrated by Simpson's rule. */
function walked({ at, weight }: Walk, step: number, bound: number): Walk {
  const width = bound / STEPS;
  const next = Float64Array.from({ length: STEPS + 1 }, (_, k) => k * width);
  const density = next.map((x, k) => {
    let sum = 0;
    for (let i = 0; i < at.length; i++)
      sum += weight[i] * (normalDensity((x - at[i]) / step) + normalDensity((x + at[i]) / step));
    const simpson = k === 0 || k === STEPS ? 1 : k % 2 === 1 ? 4 : 2;
    return ((sum / step) * simpson * width) / 3;
  });
  return { at: next, weight: density };
}
