import type { Claim } from "../chapters/chapter.ts";
import { byInterval } from "./by-interval.ts";

/** "B reads more": the whole interval lies above 0. */
export const clearlyAhead = (): Claim => byInterval(({ low }) => low > 0);
