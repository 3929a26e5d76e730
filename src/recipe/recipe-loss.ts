import type { Dataset } from "../data/dataset.ts";
import { usageError } from "../errors.ts";
import { fromSpec } from "../from-spec.ts";
import type { Loss } from "../model/loss.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import type { Recipe } from "./recipe.ts";
import { taskFor } from "./task-for.ts";
import { readWritten } from "./written.ts";

/** The loss of a recipe: its own, or the usual one of the task. */
export function recipeLoss(recipe: Recipe, data: Dataset): Loss {
  const given = givenLoss(recipe);
  if (given !== undefined) return given;
  return taskFor(recipe, data) === "regression"
    ? meanSquaredError()
    : crossEntropy({ labelSmoothing: recipe.labelSmoothing });
}

/**
 * The loss that a recipe names, with its label smoothing.
 * @throws a usage error for label smoothing beside a loss that has it already, or has none.
 */
export function givenLoss({ loss: text, labelSmoothing, use }: Recipe): Loss | undefined {
  if (text === undefined) return undefined;
  const loss = readWritten("recipe: loss", ["losses"], text, use) as Loss;
  if (labelSmoothing === 0) return loss;
  const refuse = (why: string) =>
    usageError({
      where: "recipe: labelSmoothing",
      expected: `no labelSmoothing beside loss ${text}, which ${why}`,
      received: `${labelSmoothing}`,
      fix: "Leave labelSmoothing (--label-smoothing) out.",
    });
  if (!Object.hasOwn(loss.definition.options, "labelSmoothing")) throw refuse("has no such option");
  if (loss.values.labelSmoothing !== 0) throw refuse("sets it");
  return fromSpec("losses", { ...loss.toJSON(), labelSmoothing }, { use });
}
