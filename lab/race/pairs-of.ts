import type { Pair } from "../chapters/chapter.ts";
import type { ArmName } from "../experiment.ts";
import type { Runner } from "./runner.ts";

/** The seeds whose two runs have ended. */
export function pairsOf({ a, b }: Record<ArmName, Runner>, seeds: readonly number[]): Pair[] {
  return seeds.flatMap((seed) => {
    const [ofA, ofB] = [a.rows.get(seed), b.rows.get(seed)];
    return ofA === undefined || ofB === undefined ? [] : [{ seed, a: ofA, b: ofB }];
  });
}
