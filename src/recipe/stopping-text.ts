import * as v from "valibot";
import { custom, optional } from "../options.ts";
import type { Callback } from "../train/callback.ts";
import { earlyStopping } from "../train/callbacks/early-stopping.ts";

/** "GL:5", "PQ:0.5" or "UP:3": one of Prechelt's criteria and its number. */
const PATTERN = /^(?:(GL|PQ):(\d*\.?\d+)|UP:([1-9]\d*))$/;

export const stoppingOption = optional(
  custom(
    v.union([
      v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
      v.pipe(
        v.string(),
        v.check((text) => {
          const match = PATTERN.exec(text);
          return match !== null && (match[2] === undefined || Number(match[2]) > 0);
        }),
      ),
    ]),
    undefined,
    "a whole number of at least 1, GL:ALPHA, PQ:ALPHA or UP:STRIPS",
    "early stopping: after this many epochs without a lower validation loss, or by one of Prechelt's criteria: GL:5 stops at 5 % above the minimum",
  ),
);

/** The early stopping of a recipe. */
export function stopping(given: number | string): Callback {
  if (typeof given === "number") return earlyStopping({ patience: given });
  const [, criterion = "UP", alpha, strips] = PATTERN.exec(given) ?? [];
  return criterion === "UP"
    ? earlyStopping({ criterion, successiveStrips: Number(strips) })
    : earlyStopping({ criterion: criterion as "GL" | "PQ", alpha: Number(alpha) });
}
