import * as v from "valibot";
import type { Schedule } from "../optimize/schedule.ts";
import { exponentialDecay } from "../optimize/schedules/exponential-decay.ts";
import { reduceOnPlateau } from "../optimize/schedules/reduce-on-plateau.ts";
import { defined } from "../options/defined.ts";
import { custom } from "../options.ts";

/** "none", "exponential:0.98" or "plateau:0.1": the name of a schedule and its number. */
const PATTERN = /^(?:none|(exponential|plateau)(?::(\d*\.?\d+))?)$/;

export const scheduleOption = custom(
  v.pipe(
    v.string(),
    v.check((text) => {
      const [matched, name, factor = "0.5"] = PATTERN.exec(text) ?? [];
      return matched !== undefined && Number(factor) > 0 && (name !== "plateau" || Number(factor) < 1);
    }),
  ),
  "none",
  '"none", "exponential:FACTOR" with a factor above 0, or "plateau:FACTOR" with one between 0 and 1',
  "learning rate schedule: exponential:0.98 multiplies the rate by 0.98 after each epoch, plateau:0.1 by 0.1 when the " +
    "validation loss has not fallen for 10 epochs",
);

/** The learning rate of a recipe: a number, or a schedule that starts with it. */
export function scheduled(text: string, initial: number): number | Schedule {
  const [, name, factor] = PATTERN.exec(text) ?? [];
  const options = defined({ factor: factor === undefined ? undefined : Number(factor) });
  if (name === "plateau") return reduceOnPlateau(initial, options);
  return name === "exponential" ? exponentialDecay(initial, options) : initial;
}
