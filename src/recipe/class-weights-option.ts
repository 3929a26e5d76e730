import * as v from "valibot";
import { isPlainObject } from "../options/plain-object.ts";
import { custom, type Option, optional } from "../options.ts";

/** "balanced", a weight for each class by its name, or a list of them in the order of the classes. */
export type ClassWeights = "balanced" | readonly number[] | Readonly<Record<string, number>>;

const isWeight = (x: unknown) => typeof x === "number" && Number.isFinite(x) && x >= 0;

export const classWeightsOption: Option<ClassWeights | undefined> = {
  ...optional(
    custom<ClassWeights>(
      v.custom<ClassWeights>((value) => {
        if (value === "balanced") return true;
        const weights: unknown[] = Array.isArray(value) ? value : isPlainObject(value) ? Object.values(value) : [];
        return weights.length > 0 && weights.every(isWeight) && weights.some((weight) => weight !== 0);
      }),
      undefined,
      '"balanced", weights by class as { yes: 2, no: 1 }, or a list of weights of at least 0, one for each class',
      "how much samples of each class count; balanced: as much in all as any other class",
    ),
  ),
  choices: ["balanced"],
};

/** The weights with the names of classes in order, so that equal ones are equal JSON. */
export function classWeightsText(weights: ClassWeights): ClassWeights {
  if (typeof weights === "string" || Array.isArray(weights)) return weights;
  return Object.fromEntries(Object.entries(weights).sort(([a], [b]) => (a < b ? -1 : 1)));
}
