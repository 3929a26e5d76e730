import * as v from "valibot";
import { catalogue } from "../catalogue.ts";
import { toExpression } from "../expression/to-expression.ts";
import { isSchedule, type Schedule } from "../optimize/schedule.ts";
import { exponentialDecay } from "../optimize/schedules/exponential-decay.ts";
import { reduceOnPlateau } from "../optimize/schedules/reduce-on-plateau.ts";
import { defined } from "../options/defined.ts";
import { custom, type Option } from "../options.ts";
import { isSpec } from "../trick/instance.ts";
import { lacksRate, withoutRate, withRate } from "./schedule-rate.ts";
import { isExpression, readWritten, type Use, withoutBrackets } from "./written.ts";

/** "none", "exponential:0.98" or "plateau:0.1": the name of a schedule and its number. */
const PATTERN = /^(?:none|(exponential|plateau)(?::(\d*\.?\d+))?)$/;
const WHERE = "recipe: schedule";

export const scheduleOption: Option<string> = {
  ...custom<string>(
    v.custom<string>(
      (value) => isSchedule(value) || isSpec(value) || (typeof value === "string" && (isShort(value) || isCall(value))),
    ),
    "none",
    '"none", "exponential:FACTOR" with a factor above 0, "plateau:FACTOR" with one between 0 and 1, or an expression such ' +
      "as cosineDecay({ span: 20 })",
    "learning rate schedule: exponential:0.98 multiplies the rate by 0.98 after each epoch, plateau:0.1 by 0.1 when the " +
      "validation loss has not fallen for 10 epochs; an expression may leave its rate to learningRate",
    ["schedules"],
  ),
  choices: ["none", ...Object.keys(catalogue.schedules)],
};

/** Whether a text is a schedule in short. */
function isShort(text: string): boolean {
  const [matched, name, factor = "0.5"] = PATTERN.exec(text) ?? [];
  return matched !== undefined && Number(factor) > 0 && (name !== "plateau" || Number(factor) < 1);
}

function isCall(text: string): boolean {
  return isExpression(text) || Object.hasOwn(catalogue.schedules, text);
}

/** The canonical text of a schedule; where a text leaves its rate to `learningRate`, so does this. */
export function scheduleText(given: unknown, use: Use): string {
  if (typeof given === "string" && isShort(given)) return given;
  const lacks = typeof given === "string" && lacksRate(given, WHERE, use);
  const whole = lacks ? withRate(given, 1, WHERE, use) : given;
  const text = toExpression(readWritten(WHERE, ["schedules"], whole, use));
  return withoutBrackets(lacks ? withoutRate(text, WHERE, use) : text, use);
}

/** Whether a schedule has all its rates, so that `learningRate` has no place in it. */
export function hasOwnRate(text: string, use: Use): boolean {
  return !isShort(text) && !lacksRate(text, WHERE, use);
}

/** The learning rate of a recipe: a number, or a schedule that starts with it. */
export function scheduled(text: string, initial: number, use?: Use): number | Schedule {
  if (!isShort(text)) return readWritten(WHERE, ["schedules"], withRate(text, initial, WHERE, use), use) as Schedule;
  const [, name, factor] = PATTERN.exec(text) ?? [];
  const options = defined({ factor: factor === undefined ? undefined : Number(factor) });
  if (name === "plateau") return reduceOnPlateau(initial, options);
  return name === "exponential" ? exponentialDecay(initial, options) : initial;
}
