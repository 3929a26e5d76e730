import type { Tuner } from "./tune-options.ts";

/** One round of tuning: how many trials are trained, and how far. */
export interface Round {
  trials: number;
  /** Of the length of a run of the comparison. */
  share: number;
}

/**
 * The rounds of a tuner. Halving: the better half goes on, each time twice as far, until two are trained to the end; each round is
 * about as much work as any other. Rounds that would be as long as the next, since an epoch is the least, are left out.
 * Source: Jamieson and Talwalkar 2016, figure 3
 * @param length of a run of the comparison, in epochs or steps.
 */
export function roundsOf(tuner: Tuner, trials: number, length: number): Round[] {
  if (tuner === "random") return [{ trials, share: 1 }];
  const sizes = [trials];
  while (sizes[sizes.length - 1] > 2) sizes.push(Math.ceil(sizes[sizes.length - 1] / 2));
  const lengths = sizes.map((_, i) => Math.max(1, Math.round(length / 2 ** (sizes.length - 1 - i))));
  const rounds = sizes.flatMap((size, i) => {
    const earlier = lengths.indexOf(lengths[i]);
    return lengths[i] === lengths[i + 1] ? [] : [{ trials: sizes[earlier] ?? size, share: lengths[i] / length }];
  });
  return rounds;
}
