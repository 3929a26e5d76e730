import type { Fetched, HostArray } from "../backend.ts";

/** How far numbers of the same first step may be apart, as a share of the largest. */
const SHARE = 0.1;
/** Of these alone, where a step has it, is asked how close they are: a share of few samples jumps where one changes sides. */
const SMOOTH = "loss";

/**
 * The name of an output of the same step that two devices do not agree on; undefined if they do. What is not finite must not be so
 * on both; how close numbers are is asked of a first step alone, as rounding grows from step to step.
 */
export function disagreement(expected: Fetched, found: Fetched, first: boolean): string | undefined {
  return Object.keys(expected).find((name) => {
    const [numbers, others]: HostArray[] = [expected[name], found[name]];
    const isAsked = first && (name === SMOOTH || !(SMOOTH in expected));
    const apart = isAsked ? SHARE * largestOf(numbers) : Infinity;
    return Array.from(numbers).some((x, i) =>
      Number.isFinite(x)
        ? !(Math.abs(x - others[i]) <= apart && Number.isFinite(others[i]))
        : Number.isFinite(others[i]),
    );
  });
}

function largestOf(numbers: HostArray): number {
  let largest = 1;
  for (const x of numbers) if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x));
  return largest;
}
