import type { Claim } from "../chapters/chapter.ts";
import { byInterval } from "./by-interval.ts";

/** "B reads fewer": the whole interval lies below 0. */
export const clearlyBehind = (): Claim => byInterval(({ high }) => high < 0);
