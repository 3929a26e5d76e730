import { log } from "../../exact-math/log.ts";

/** −Σ p ln p of counts. */
export function entropy(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count) => (count > 0 ? sum - (count / total) * log(count / total) : sum), 0);
}
