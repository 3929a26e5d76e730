import type { Patient } from "../examination.ts";

/** A recipe's change that makes training so many times as long, in the words that it has: epochs or steps. */
export function longer({ recipe, training }: Patient, times: number): { epochs?: number; maxSteps?: number } {
  if (recipe?.maxSteps !== undefined && recipe.epochs === undefined)
    return { maxSteps: Math.ceil(recipe.maxSteps * times) };
  const epochs = { epochs: Math.ceil(training.epochs * times) };
  return training.maxSteps === undefined ? epochs : { ...epochs, maxSteps: Math.ceil(training.maxSteps * times) };
}
