import type { RecipeInput } from "../../recipe/recipe.ts";
import type { Advice, Finding } from "../finding.ts";
import { changesNothing } from "./unprovable.ts";

/** An advice, and the finding that it is against. */
export interface Prescription {
  finding: Finding;
  advice: Advice;
}

/**
 * All advice on what is more than information, in the order in which it is to be tried: causes before what follows from
 * them, the best advice of each first. What the recipe follows already is left out.
 */
export function prescriptions(findings: readonly Finding[], recipe: RecipeInput): Prescription[] {
  const grave = findings.filter(({ severity }) => severity !== "information");
  const causes = grave.filter(({ consequenceOf }) => consequenceOf === undefined);
  const consequences = grave.filter(({ consequenceOf }) => consequenceOf !== undefined);
  return [...causes, ...consequences].flatMap((finding) =>
    finding.advice
      .filter(({ change }) => Object.keys(change).length === 0 || !changesNothing(recipe, change as RecipeInput))
      .map((advice) => ({ finding, advice })),
  );
}

/** What the same finding advises after this for the same keys of a recipe: other values, such as of the learning rate. */
export function otherValues({ finding, advice }: Prescription): Prescription[] {
  const keysOf = ({ change }: Advice) => Object.keys(change).sort().join();
  const keys = keysOf(advice);
  const later = finding.advice.slice(finding.advice.indexOf(advice) + 1);
  return keys === "" ? [] : later.filter((one) => keysOf(one) === keys).map((one) => ({ finding, advice: one }));
}
