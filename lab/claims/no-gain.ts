import type { Claim } from "../chapters/chapter.ts";
import { byInterval } from "./by-interval.ts";

/** "B gains less than … at most": the whole interval lies below it. B may also be behind. */
export const noGain = ({ above }: { above: number }): Claim => byInterval(({ high }) => high < above);
