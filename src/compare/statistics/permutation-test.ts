import { RandomStream } from "../../random.ts";

/** What flipping signs says of a mean difference. Plain JSON. */
export interface PermutationTest {
  /** Two-sided. */
  p: number;
  /** Whether all flips were counted; else p comes from a random 20,000 of them. */
  exact: boolean;
}

/** Up to this many pairs all flips are counted: 2^15 of them, as those of opposite signs count alike. */
const MOST_EXACT = 16;
const FLIPS = 20_000;

/**
 * The two-sided permutation test of paired differences: the share of all ways to flip their signs whose mean is at least as far
 * from 0 (Fisher 1935, "The Design of Experiments", section 21). It takes no normal distribution, only that differences are as
 * likely one way as the other where there is no effect. With more than 16 pairs, from random flips, the one observed among
 * them (Phipson and Smyth 2010, "Permutation p-values should never be zero"). With n pairs p is at least 2^(1 − n).
 */
export function permutationTest(differences: readonly number[], seed = 1): PermutationTest {
  const observed = Math.abs(differences.reduce((sum, each) => sum + each, 0));
  const scale = differences.reduce((sum, each) => sum + Math.abs(each), 0);
  const least = observed - 8 * Number.EPSILON * scale; // sums in another order round otherwise
  if (differences.length > MOST_EXACT) return { p: drawn(differences, least, seed), exact: false };
  return { p: counted(differences, least), exact: true };
}

/** Of all flips: the first difference keeps its sign, as the mirror image of a sum is as far from 0. */
function counted(differences: readonly number[], least: number): number {
  const count = differences.length;
  const above = (at: number, sum: number): number => {
    if (at === count) return Math.abs(sum) >= least ? 1 : 0;
    return above(at + 1, sum + differences[at]) + above(at + 1, sum - differences[at]);
  };
  return count === 0 ? 1 : above(1, differences[0]) / 2 ** (count - 1);
}

function drawn(differences: readonly number[], least: number, seed: number): number {
  const random = new RandomStream(seed, "permutation test");
  let asFar = 1;
  for (let flip = 1; flip < FLIPS; flip++) {
    let bits = 0;
    let sum = 0;
    differences.forEach((each, i) => {
      if (i % 32 === 0) bits = random.bits();
      sum += bits & 1 ? each : -each;
      bits >>>= 1;
    });
    if (Math.abs(sum) >= least) asFar++;
  }
  return asFar / FLIPS;
}
