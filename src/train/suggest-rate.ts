/** Learning rates to begin with, from a range test. */
export interface RateSuggestion {
  /** Where the loss fell fastest. */
  steepest: number;
  /** The middle of the longest descent: usually the safer one. */
  valley: number;
}

/** The least share of its first value by which the loss has to fall for a suggestion to mean something. */
const LEAST_FALL = 0.05;
/** The fewest rates from which a slope can be told. */
const FEWEST = 5;

/**
 * What a range test says: rates, ascending, with the smoothed loss at each, up to where it exploded (if it did). There is
 * no suggestion where the loss did not fall; `explanation` says why, and what to try.
 */
export function suggestRate(
  allRates: readonly number[],
  allSmoothed: readonly number[],
  exploded: boolean,
): { suggestion?: RateSuggestion; explanation: string } {
  // The first tenth is hardly smoothed yet: differences of its batches would pass for slopes.
  const settled = Math.floor(allRates.length / 10);
  const [rates, smoothed] = [allRates.slice(settled), allSmoothed.slice(settled)];
  const [low, high] = [allRates[0], allRates.at(-1) as number];
  if (allRates.length < FEWEST)
    return {
      explanation:
        allRates.length === 0
          ? "No suggestion: no step had a finite loss. Look at the inputs (are they scaled?) and at the first weights."
          : `No suggestion: the loss exploded after ${allRates.length} steps, at a rate of ${showRate(high)}, too soon to tell a ` +
            `slope. Begin lower, at ${showRate(low / 1000)}, and look whether the inputs are scaled.`,
    };
  const bottom = smoothed.indexOf(Math.min(...smoothed));
  const fall = (smoothed[0] - smoothed[bottom]) / Math.abs(smoothed[0]);
  if (!(fall >= LEAST_FALL))
    return {
      explanation:
        `No suggestion: the loss never fell by ${100 * LEAST_FALL} % of its first value ` +
        `(${smoothed[0].toPrecision(4)}, at best ${smoothed[bottom].toPrecision(4)}). ` +
        (exploded
          ? "It went straight from standing still to exploding: take more steps, so that each rate has time to act, add " +
            "normalization, or clip gradients. If no rate trains the model, look at its first weights and at the labels."
          : `It did not explode either: go higher than ${showRate(high)}. If that changes nothing, no gradient reaches the ` +
            "weights: look at dead units and at the first weights."),
    };
  const steepest = rates[steepestDescent(rates.slice(0, bottom + 1), smoothed)];
  const valley = rates[middleOfValley(smoothed.slice(0, bottom + 1))];
  return {
    suggestion: { steepest, valley },
    explanation:
      `The loss fell from ${smoothed[0].toPrecision(4)} to ${smoothed[bottom].toPrecision(4)} at a rate of ` +
      `${showRate(rates[bottom])}, fastest at ${showRate(steepest)}; the middle of its longest descent is at ${showRate(valley)}. ` +
      (exploded
        ? `It exploded at ${showRate(high)}.`
        : bottom >= rates.length - 3
          ? `It was still falling at the highest rate, ${showRate(high)}: go higher to see where it ends.`
          : `It did not explode up to ${showRate(high)}.`),
  };
}

/** The place where the loss falls most in proportion to the rate's growth: the least dL / d(log η). */
function steepestDescent(rates: readonly number[], smoothed: readonly number[]): number {
  let best = { place: 0, slope: Infinity };
  for (let i = 0; i + 1 < rates.length; i++) {
    const slope = (smoothed[i + 1] - smoothed[i]) / Math.log(rates[i + 1] / rates[i]);
    if (slope < best.slope) best = { place: i, slope };
  }
  return best.place;
}

/** The middle of the longest falling subsequence (the valley of fastai's learner, ESRI 2021). */
function middleOfValley(smoothed: readonly number[]): number {
  const length = smoothed.map(() => 1);
  const before = smoothed.map(() => -1);
  let end = 0;
  for (let i = 1; i < smoothed.length; i++) {
    for (let j = 0; j < i; j++)
      if (smoothed[i] < smoothed[j] && length[i] < length[j] + 1) [length[i], before[i]] = [length[j] + 1, j];
    if (length[i] > length[end]) end = i;
  }
  let start = end;
  while (before[start] !== -1) start = before[start];
  return start + Math.floor((end - start) / 2);
}

/** "0.0012", "3.2e-7" */
export function showRate(rate: number): string {
  const rounded = Number(rate.toPrecision(2));
  return rounded < 1e-3 ? rounded.toExponential() : String(rounded);
}
