import * as v from "valibot";
import { custom, type Option, optional } from "../options.ts";
import type { Callback } from "../train/callback.ts";
import { earlyStopping } from "../train/callbacks/early-stopping.ts";
import { isOfKind } from "../trick/of-kind.ts";
import { type Expression, isExpression, readWritten, type Use, writtenText } from "./written.ts";

/** "GL:5", "PQ:0.5" or "UP:3": one of Prechelt's criteria and its number. */
const PATTERN = /^(?:(GL|PQ):(\d*\.?\d+)|UP:([1-9]\d*))$/;

export const stoppingOption: Option<number | string | undefined> = {
  ...optional(
    custom<number | string>(
      v.union([
        v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
        v.pipe(
          v.string(),
          v.check((text) => {
            const match = PATTERN.exec(text);
            const isCriterion = match !== null && (match[2] === undefined || Number(match[2]) > 0);
            return text === "none" || isExpression(text) || isCriterion;
          }),
        ),
        v.custom<Expression>((value) => isOfKind("callbacks", value)),
      ]),
      undefined,
      "a whole number of at least 1, GL:ALPHA, PQ:ALPHA, UP:STRIPS, none, or an expression such as earlyStopping({ patience: 5 })",
      "early stopping: after this many epochs without a lower validation loss, or by one of Prechelt's criteria: GL:5 stops at " +
        "5 % above the minimum; for tables 10 by default (20 for a small one without a model), unless epochs are given",
      ["callbacks"],
    ),
  ),
  choices: ["none"],
};

/** The canonical text of an early stopping. */
export function stoppingText(given: unknown, use: Use): number | string {
  if (typeof given === "number" || (typeof given === "string" && !isExpression(given))) return given;
  const text = writtenText("recipe: earlyStopping", ["callbacks"], given, use);
  return isExpression(text) ? text : `${text}()`;
}

/** The early stopping of a recipe. */
export function stopping(given: number | string, use: Use): Callback {
  if (typeof given === "number") return earlyStopping({ patience: given });
  if (isExpression(given)) return readWritten("recipe: earlyStopping", ["callbacks"], given, use) as Callback;
  const [, criterion = "UP", alpha, strips] = PATTERN.exec(given) ?? [];
  return criterion === "UP"
    ? earlyStopping({ criterion, successiveStrips: Number(strips) })
    : earlyStopping({ criterion: criterion as "GL" | "PQ", alpha: Number(alpha) });
}
