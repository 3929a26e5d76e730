import { execFileSync } from "node:child_process";
import { expect } from "vitest";
import { recipeFromFlags, recipeTexts } from "../src/cli/recipe-flags.ts";
import type { Dataset } from "../src/data/dataset.ts";
import { withChange } from "../src/doctor/cure/with-change.ts";
import type { Advice } from "../src/doctor/finding.ts";
import { patientOf } from "../src/doctor/patient.ts";
import * as evenkeel from "../src/index.ts";
import { camelCase } from "../src/options/case.ts";
import { recipeWithoutData } from "../src/recipe/define-recipe.ts";
import { demandOneVoice } from "../src/recipe/one-voice.ts";
import type { RecipeInput } from "../src/recipe/recipe.ts";
import { prepareTraining } from "../src/train/prepare/prepare-training.ts";
import type { TrainOptions } from "../src/train/train-options.ts";

/** Advice does what it says: as a change of the recipe, as flags behind a command with this recipe, and as code. */
export async function expectAdviceRuns(
  { change, flags, code, text }: Advice,
  { recipe, data }: { recipe: RecipeInput; data: Dataset },
): Promise<void> {
  if (Object.keys(change).length === 0) {
    expect([text, flags, code]).toEqual([text, "", ""]);
    return;
  }
  await patientOf({ recipe: withChange(recipe, change), data });

  const given = flagsOf(flags);
  const changed = { ...recipe, ...recipeFromFlags(given) };
  demandOneVoice(recipeTexts(given), recipeWithoutData(changed));
  await patientOf({ recipe: changed, data });

  if (code === "") return;
  const { model } = await patientOf({ recipe, data });
  const train = (...[layer, set, options = {}]: [typeof model, Dataset, TrainOptions?]) =>
    prepareTraining(layer, set, options, "train");
  const scope = { ...evenkeel, model, data, train };
  await new Function(...Object.keys(scope), `return ${code}`)(...Object.values(scope));
}

/** The flags as a shell reads them. */
function flagsOf(text: string): Record<string, string> {
  const words = execFileSync("sh", ["-c", `printf '%s\\0' ${text}`], { encoding: "utf8" }).split("\0");
  return Object.fromEntries(
    words.flatMap((word, i) => (i % 2 === 0 && word !== "" ? [[camelCase(word.slice(2)), words[i + 1]]] : [])),
  );
}
