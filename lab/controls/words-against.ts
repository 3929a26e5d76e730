import { defineRecipe } from "evenkeel";
import { type Experiment, recipeOf } from "../experiment.ts";
import { texts } from "../texts/language.ts";
import { wordsAgainst } from "./edit.ts";

/** What the library says against an experiment; undefined: nothing. */
export function wordsAgainstExperiment(experiment: Experiment): string | undefined {
  return wordsAgainst(() => {
    for (const arm of ["a", "b"] as const)
      if (defineRecipe(recipeOf(experiment, arm)).testSize === 0) throw new Error(texts().race.noTest);
  });
}
