import type { Dataset } from "../data/dataset.ts";
import { taskOf } from "../data/task-of.ts";
import { usageError } from "../errors.ts";
import { fromSpec } from "../from-spec.ts";
import type { Loss } from "../model/loss.ts";
import { defaultLoss } from "../train/prepare/default-loss.ts";
import { givenOf } from "../trick/given.ts";
import type { Recipe } from "./recipe.ts";
import { readWritten, type Use } from "./written.ts";

/** The loss of a recipe: its own, or the usual one of the task for so many outputs. */
export function recipeLoss(recipe: Recipe, data: Dataset, outputs: number): Loss {
  const { labelSmoothing, use } = recipe;
  const given = givenLoss(recipe);
  if (given !== undefined) return given;
  const usual = defaultLoss(data, taskOf(data), outputs);
  return labelSmoothing === 0 ? usual : smoothed(usual, usual.name, labelSmoothing, use);
}

/**
 * The loss that a recipe names, with its label smoothing.
 * @throws a usage error for label smoothing beside a loss that has it already, or has none.
 */
export function givenLoss({ loss: text, labelSmoothing, use }: Recipe): Loss | undefined {
  if (text === undefined) return undefined;
  const loss = readWritten("recipe: loss", ["losses"], text, use) as Loss;
  return labelSmoothing === 0 ? loss : smoothed(loss, text, labelSmoothing, use);
}

function smoothed(loss: Loss, text: string, labelSmoothing: number, use: Use): Loss {
  const hasNone = !Object.hasOwn(loss.definition.options, "labelSmoothing");
  if (!hasNone && !smooths(loss)) return fromSpec("losses", { ...loss.toJSON(), labelSmoothing }, { use });
  throw usageError({
    where: "recipe: labelSmoothing",
    expected: `no labelSmoothing beside loss ${text}, which ${hasNone ? "has no such option" : "sets it"}`,
    received: `${labelSmoothing}`,
    fix: "Leave labelSmoothing (--label-smoothing) out.",
  });
}

/** Whether the loss of a recipe says itself how much it smooths. */
export function setsLabelSmoothing({ loss: text, use }: Recipe): boolean {
  if (text === undefined) return false;
  const loss = readWritten("recipe: loss", ["losses"], text, use) as Loss;
  return Object.hasOwn(loss.definition.options, "labelSmoothing") && smooths(loss);
}

function smooths(loss: Loss): boolean {
  return givenOf(loss).has("labelSmoothing") || loss.values.labelSmoothing !== 0;
}
