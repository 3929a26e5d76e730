import type { Samples } from "../../data/dataset.ts";
import { exp } from "../../exact-math/exp.ts";
import { log } from "../../exact-math/log.ts";
import { pow } from "../../exact-math/pow.ts";

/** Of so many samples it is measured how often features are equal. */
const LOOKED_AT = 2000;

/**
 * How probable it is that a sample is among `rows` by chance, if its features are independent: 1 − (1 − π)ⁿ, where π = Π Σ p² over
 * the features and p are the shares of their values.
 */
export function chanceOfTwins({ inputs: { shape, data }, targets }: Samples, rows: Uint32Array): number {
  const width = data.length / shape[0];
  const some = rows.slice(0, LOOKED_AT);
  let logarithm = log(equal(some, (row) => targets.data[(row * targets.data.length) / targets.shape[0]]));
  for (let feature = 0; feature < width; feature++) {
    logarithm += log(equal(some, (row) => data[row * width + feature]));
    if (logarithm < -40) return 0;
  }
  return 1 - pow(1 - exp(logarithm), rows.length);
}

/** Σ p² over the values, the chance that two samples have the same, without a sample's own: 0 where all differ. */
function equal(rows: Uint32Array, numberOf: (row: number) => number): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(numberOf(row), (counts.get(numberOf(row)) ?? 0) + 1);
  let pairs = 0;
  for (const count of counts.values()) pairs += count * (count - 1);
  return rows.length < 2 ? 1 : pairs / (rows.length * (rows.length - 1));
}
