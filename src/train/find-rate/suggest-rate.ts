import { log } from "../../exact-math/log.ts";

/** Learning rates to begin with, from a range test. */
export interface RateSuggestion {
  /** The rate to take. */
  rate: number;
  /** Why this one, in words. */
  reason: string;
  /** Where the loss fell fastest. */
  steepest: number;
  /** The middle of the longest descent behind the flat start. */
  valley: number;
}

/** A range test as it was recorded: rates, ascending, with the loss and the smoothed loss at each. */
export interface RateCurve {
  rates: readonly number[];
  losses: readonly number[];
  smoothed: readonly number[];
  ended: "exploded" | "highest rate" | "aborted";
  /** The rate that the optimizer has by default, where it has one. */
  usual?: number | undefined;
}

/** A fall counts if it is this share of the first loss, and this many times the noise of the smoothed loss. */
const LEAST_FALL = 0.02;
const LEAST_NOISE = 6;
/** The rate at which half of the fall was reached is divided by this: what one step bears is too much for many. */
const CAUTION = 2;
/** The rate stays this far below an explosion. */
const FROM_EXPLOSION = 10;
/** One step at each cannot distinguish rates that are less than this factor apart. */
const SAME = 3;
/** The fewest rates that show a slope. */
const FEWEST = 5;

/**
 * What a range test says. There is no suggestion where the loss did not fall; `explanation` says why, and what to try.
 *
 * The rate of the curve is half of that at which the smoothed loss had done half of its fall. The flat start, where nothing
 * but noise moves, cannot mislead it, since it is looked for from the lowest loss backwards; and it lies before the steepest
 * places of the end, which one step bears and a run does not.
 *
 * One step at each rate says where the loss can fall, less well what a run bears: networks with batch normalization fall at
 * rates at which their averages do not follow. So the default of the optimizer, which is known from many runs, has an equal
 * say, if it lies where the loss falls: the rate to take is the geometric mean of both, but the default itself if the two are
 * near each other, or if the curve, which is read with caution, gives the lower one.
 */
export function suggestRate(curve: RateCurve): { suggestion?: RateSuggestion; explanation: string } {
  const { ended } = curve;
  const [low, high] = [curve.rates[0], curve.rates.at(-1) as number];
  const count = curve.rates.length;
  if (ended === "aborted")
    return {
      explanation:
        `Interrupted after ${count} steps${count === 0 ? "" : `, at a rate of ${showRate(high)}`}: no suggestion, since the ` +
        "rates above were not tried.",
    };
  if (count < FEWEST)
    return {
      explanation:
        count === 0
          ? "No suggestion: no step had a finite loss. Look at the inputs (are they scaled?) and at the initial weights."
          : `No suggestion: the loss exploded after ${count} steps, at a rate of ${showRate(high)}, too soon to see a ` +
            `slope. Begin lower, at ${showRate(low / 1000)}, and look whether the inputs are scaled.`,
    };
  // The first tenth is hardly smoothed yet: differences of its batches would pass for slopes.
  const settled = Math.floor(count / 10);
  const [rates, smoothed] = [curve.rates.slice(settled), curve.smoothed.slice(settled)];
  const first = smoothed[0];
  const bottom = smoothed.indexOf(Math.min(...smoothed));
  const lowest = smoothed[bottom];
  const least = Math.max(LEAST_FALL * Math.abs(first), LEAST_NOISE * noiseOf(curve.losses));
  if (!(first - lowest >= least))
    return {
      explanation:
        `No suggestion: the loss fell by no more than noise (${first.toPrecision(4)} at first, at best ` +
        `${lowest.toPrecision(4)}). ` +
        (ended === "exploded"
          ? "It went straight from standing still to exploding: take more steps, so that each rate has time to act, add " +
            "normalization, or clip gradients. If no rate trains the model, look at its initial weights and at the labels."
          : `It did not explode either: go higher than ${showRate(high)}. If that changes nothing, no gradient reaches the ` +
            "weights: look at dead units and at the initial weights."),
    };
  const half = lastAbove((first + lowest) / 2, smoothed, bottom);
  const descent = smoothed.slice(half, bottom + 1);
  const steepest = rates[half + steepestDescent(rates.slice(half, bottom + 1), descent)];
  const valley = rates[middleOfValley(smoothed.slice(0, bottom + 1), lastAbove(first - least, smoothed, bottom))];
  const { rate, reason } = rateToTake(curve, rates[half], rates[bottom]);
  return {
    suggestion: { rate, reason, steepest, valley },
    explanation:
      `Take ${showRate(rate)}: ${reason}. The loss fell from ${first.toPrecision(4)} to ${lowest.toPrecision(4)} at a rate ` +
      `of ${showRate(rates[bottom])}, fastest at ${showRate(steepest)}, which is too much for a whole run. ` +
      (ended === "exploded"
        ? `It exploded at ${showRate(high)}.`
        : bottom >= rates.length - 3
          ? `It was still falling at the highest rate, ${showRate(high)}: go higher to see where it ends.`
          : `It did not explode up to ${showRate(high)}.`),
  };
}

/** Between the rate that the curve gives and the usual one: see `suggestRate`. */
function rateToTake(
  { rates, ended, usual }: RateCurve,
  half: number,
  lowest: number,
): Pick<RateSuggestion, "rate" | "reason"> {
  const bound = ended === "exploded" ? (rates.at(-1) as number) / FROM_EXPLOSION : Infinity;
  const rate = Math.min(half / CAUTION, bound);
  const found =
    rate === bound
      ? `a tenth of ${showRate(bound * FROM_EXPLOSION)}, where the loss exploded`
      : `half of ${showRate(half)}, the rate at which the loss had done half of its fall`;
  if (usual === undefined || usual < rates[0]) return { rate, reason: found };
  if (usual >= lowest)
    return { rate, reason: `${found}; the default of the optimizer, ${showRate(usual)}, is too high here` };
  if (Math.max(usual / rate, rate / usual) < SAME)
    return {
      rate: usual,
      reason: `the default of the optimizer, which is less than a factor of ${SAME} away from ${found}`,
    };
  if (rate < usual)
    return { rate: usual, reason: `the default of the optimizer, at which the loss still falls: above ${found}` };
  return {
    rate: Math.sqrt(rate * usual),
    reason: `between ${showRate(usual)}, the default of the optimizer, and ${showRate(rate)}, which is ${found}`,
  };
}

/**
 * The noise of the smoothed loss: that of a batch, from the median step between neighbors in the first half (for a normal
 * law the median of |Δ| is 0.954 σ), times √((1 − k) / (1 + k)) = 0.23 for the usual share k = 0.9 that is kept.
 */
function noiseOf(losses: readonly number[]): number {
  const steps = losses
    .slice(0, Math.ceil(losses.length / 2))
    .flatMap((loss, i, all) => (i === 0 ? [] : [Math.abs(loss - all[i - 1])]));
  return (0.23 * steps.sort((a, b) => a - b)[steps.length >> 1]) / 0.954;
}

/** The last place before `bottom` whose loss is not below `level`. */
function lastAbove(level: number, smoothed: readonly number[], bottom: number): number {
  let place = bottom;
  while (place > 0 && smoothed[place] < level) place--;
  return place;
}

/** The place where the loss falls most in proportion to the rate's growth: the least dL / d(log η). */
function steepestDescent(rates: readonly number[], smoothed: readonly number[]): number {
  let best = { place: 0, slope: Infinity };
  for (let i = 0; i + 1 < rates.length; i++) {
    const slope = (smoothed[i + 1] - smoothed[i]) / log(rates[i + 1] / rates[i]);
    if (slope < best.slope) best = { place: i, slope };
  }
  return best.place;
}

/** The middle of the longest falling subsequence from `start` on (the valley of fastai's learner, ESRI 2021). */
function middleOfValley(smoothed: readonly number[], start: number): number {
  const length = smoothed.map(() => 1);
  const before = smoothed.map(() => -1);
  let end = start;
  for (let i = start + 1; i < smoothed.length; i++) {
    for (let j = start; j < i; j++)
      if (smoothed[i] < smoothed[j] && length[i] < length[j] + 1) [length[i], before[i]] = [length[j] + 1, j];
    if (length[i] > length[end]) end = i;
  }
  let first = end;
  while (before[first] !== -1) first = before[first];
  return first + Math.floor((end - first) / 2);
}

/** "0.0012", "3.2e-7" */
export function showRate(rate: number): string {
  const rounded = Number(rate.toPrecision(2));
  return rounded < 1e-3 ? rounded.toExponential() : String(rounded);
}
