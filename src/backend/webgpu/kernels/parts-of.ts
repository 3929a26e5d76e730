import { powerOfTwoFrom } from "../../../exact-math/power-of-two-from.ts";
import { powerOfTwoUpTo } from "../../../exact-math/power-of-two-up-to.ts";
import type { ProductSizes } from "../../../plan/plan-options.ts";

/** Sums of parts that fill a large card: four for each of 32,768 threads. */
const MANY = 2 ** 17;
/** Terms that a part has at least, or adding the parts would cost more than they gain. */
const LEAST = 512;
/** Terms that a part has at most, where there may be more parts: rounding grows with the length of a sum. */
const LONG = 2 ** 14;
const MOST = 64;

/** In how many parts the sums of a product go, by sizes alone: a power of two that is enough to fill a card. */
export function partsOf({ batch, m, n, k }: ProductSizes): number {
  const wanted = Math.max(MANY / Math.max(1, batch * m * n), k / LONG);
  const most = Math.min(MOST, k / LEAST);
  return most < 2 || wanted <= 1 ? 1 : Math.min(powerOfTwoFrom(wanted), powerOfTwoUpTo(most));
}
