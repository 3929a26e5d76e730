import { texts } from "../texts/language.ts";
import type { RuleSettings } from "./descent-rules.ts";
import type { Landscape } from "./landscapes.ts";
import { countText, numberText } from "./number-text.ts";
import { bestOnQuadratic, type Path } from "./path-experiment.ts";
import type { PathSettings } from "./path-settings.ts";
import { sentences } from "./sentences.ts";

/** How far the rule of one side came, in words. */
export function pathSummary(arm: "a" | "b", settings: PathSettings, path: Path, on: Landscape): string {
  const words = texts().charts.path;
  const own = settings[arm];
  const [name, rule] = [arm.toUpperCase(), words.rules[own.rule]];
  const last = path.points.subarray(2 * path.steps, 2 * path.steps + 2);
  if (path.lost !== undefined) return words.lost(name, rule, countText(path.lost));
  if (path.arrived === undefined)
    return words.under(name, rule, countText(path.steps), numberText(on.value(last[0], last[1])));
  const atLast = settings.on === "quadratic" ? stepsAtLast(own, settings.condition) : undefined;
  const arrived = words.arrived(name, rule, countText(path.arrived));
  return atLast === undefined ? arrived : sentences(arrived, words.atLast(countText(atLast)));
}

/** What theory says, where the constants are the best ones. */
function stepsAtLast({ rule, rate, momentum, clip }: RuleSettings, condition: number): number | undefined {
  if ((rule !== "sgd" && rule !== "momentum" && rule !== "nesterov") || clip !== undefined) return undefined;
  const best = bestOnQuadratic(rule, condition);
  return best.rate === rate && (rule === "sgd" || best.momentum === momentum) ? best.steps : undefined;
}
