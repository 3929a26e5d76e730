import { unknownName } from "../../options.ts";
import { recipeData, recipeModel, recipeTraining } from "../../recipe/parts.ts";
import { defineRecipe } from "../../recipe/recipe.ts";
import { allTrickFacts } from "../../report/catalogue/trick-facts.ts";
import { trickText } from "../../report/catalogue/trick-text.ts";
import { explainStep } from "../../train/explain-step.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand } from "../command.ts";
import { addRecipeFlags, recipeFromFlags } from "../recipe-flags.ts";

export const explainCommand: AddCommand = (program, host) => {
  const command = program
    .command("explain")
    .description(
      "explain a trick (evenkeel explain dropout), or what the engine makes of a training step (evenkeel explain step)",
    )
    .argument("<what>", 'the name of a trick, or "step"');
  addRecipeFlags(command);
  command.action(async (what: string, flags: Record<string, unknown>) => {
    if (what === "step") {
      const given = recipeFromFlags(flags);
      const trainSize = Math.max(100, given.batchSize ?? 0); // as few as make a batch
      const recipe = defineRecipe({ trainSize, validationSize: 0, testSize: 1, ...given });
      const data = await recipeData(recipe, { cache: cacheFolder(host), signal: host.signal });
      const text = await explainStep(recipeModel(recipe, data.classes?.length ?? 10), data, recipeTraining(recipe));
      host.out(flags.json === true ? JSON.stringify({ recipe, step: text }) : text);
      return;
    }
    const tricks = allTrickFacts();
    const trick = tricks.find(({ name }) => name === what);
    if (trick === undefined) throw unknownName("explain", "name", what, ["step", ...tricks.map(({ name }) => name)]);
    const color = host.outColors.isColorSupported;
    host.out(flags.json === true ? JSON.stringify(trick) : trickText(trick, { color, width: host.width }));
  });
};
