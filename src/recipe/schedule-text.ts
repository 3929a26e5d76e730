import * as v from "valibot";
import { custom } from "../options.ts";
import type { Schedule } from "../train/schedule.ts";
import { exponentialDecay } from "../train/schedules/exponential-decay.ts";

/** "none", or "exponential:0.98": the name of a schedule and its number. */
const PATTERN = /^(?:none|exponential(?::(\d*\.?\d+))?)$/;

export const scheduleOption = custom(
  v.pipe(
    v.string(),
    v.check((text) => {
      const match = PATTERN.exec(text);
      return match !== null && (match[1] === undefined || Number(match[1]) > 0);
    }),
  ),
  "none",
  '"none" or "exponential:FACTOR" with a factor above 0',
  "how the learning rate changes: exponential:0.98 multiplies it by 0.98 after each epoch",
);

/** The learning rate of a recipe: a number, or the schedule that begins with it. */
export function scheduled(text: string, initial: number): number | Schedule {
  if (text === "none") return initial;
  const factor = PATTERN.exec(text)?.[1];
  return exponentialDecay(initial, factor === undefined ? {} : { factor: Number(factor) });
}
