import type { Pair } from "./pair.ts";

/** ln 2 to 107 bits. */
export const LN2: Pair = [Math.LN2, 2.3190468138462996e-17];

/** ln 2 to 32 bits, so that its multiples by an exponent are exact. */
export const LN2_HIGH = 0.6931471803691238;
/** What is left of ln 2. */
export const LN2_LOW = 1.9082149292705877e-10;
