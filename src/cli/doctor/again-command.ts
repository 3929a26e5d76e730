import { defineRecipe } from "../../recipe/define-recipe.ts";
import { recipeCommand, shellWord } from "../../recipe/recipe-command.ts";
import type { DoctorRequest } from "./doctor-request.ts";

/** The command that examines the same recipe again: "evenkeel doctor --model mlp --cure". */
export function againCommand({ file, recipe, phases, steps, isCure, seeds, rounds, backend }: DoctorRequest): string {
  const whole = defineRecipe(recipe);
  const command = recipeCommand(whole, whole.use === undefined ? undefined : file);
  const flags = [
    phases === undefined ? "" : `--phases ${shellWord(phases.join(","))}`,
    steps === undefined ? "" : `--steps ${steps}`,
    isCure ? "--cure" : "",
    seeds === undefined ? "" : `--seeds ${seeds}`,
    rounds === undefined ? "" : `--rounds ${rounds}`,
    backend === undefined ? "" : `--backend ${backend}`,
  ].filter((flag) => flag !== "");
  return [command.replace(/^evenkeel train/, "evenkeel doctor"), ...flags].join(" ");
}
