import type { Study } from "../../../compare/study.ts";
import { leaves } from "../../words/leaves.ts";

/** Settings that have a value, without folders of the machine. */
export function shownBase(base: Study["base"]): Study["base"] {
  return Object.fromEntries(
    Object.entries(base).filter(([key, value]) => value !== undefined && value !== null && key !== "dataDirectory"),
  );
}

/** The same by their paths, with the rate that an optimizer has by default. */
export function shownSettings({ base, effects }: Study): [string, string][] {
  const own = effects[0]?.rate;
  const rate = own?.byDefault ? [["learningRate", `${own.value}, the default of ${own.optimizer}`]] : [];
  return [...leaves(shownBase(base)), ...(rate as [string, string][])];
}

/** What each variant changes: "dropout = 0.5, norm = batch". */
export function shownChanges({ effects, baseline }: Study): [string, string][] {
  return effects
    .filter(({ variant }) => variant !== baseline)
    .map(({ variant, changes }) => [
      variant,
      leaves(changes)
        .map(([path, value]) => `${path} = ${value}`)
        .join(", "),
    ]);
}
