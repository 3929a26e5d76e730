import type { Claim } from "../chapters/chapter.ts";
import { byInterval } from "./by-interval.ts";

/** "It makes no difference of more than …": the whole interval lies within the margin, above and below 0. */
export const asGood = ({ within }: { within: number }): Claim =>
  byInterval(({ low, high }) => low > -within && high < within);
