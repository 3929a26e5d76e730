import { unknownName } from "../../options.ts";
import { recipeData, recipeModel, recipeTraining } from "../../recipe/parts.ts";
import { defineRecipe } from "../../recipe/recipe.ts";
import { allTrickFacts } from "../../report/catalogue/trick-facts.ts";
import { trickText } from "../../report/catalogue/trick-text.ts";
import { capacityReport } from "../../train/capacity.ts";
import { explainStep } from "../../train/explain-step.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand } from "../command.ts";
import { addRecipeFlags, recipeFromFlags } from "../recipe-flags.ts";

export const explainCommand: AddCommand = (program, host) => {
  const command = program
    .command("explain")
    .description(
      "explain a trick (evenkeel explain dropout), what the engine makes of a training step (evenkeel explain step), or " +
        "parameters against samples (evenkeel explain capacity --model mlp)",
    )
    .argument("<what>", 'the name of a trick, "step" or "capacity"');
  addRecipeFlags(command);
  command.action(async (what: string, flags: Record<string, unknown>) => {
    if (what === "step") {
      const given = recipeFromFlags(flags);
      const trainSize = Math.max(100, given.batchSize ?? 0); // as few as make a batch
      const recipe = defineRecipe({ trainSize, validationSize: 0, testSize: 1, ...given });
      const data = await recipeData(recipe, { cache: cacheFolder(host), signal: host.signal });
      const model = recipeModel(recipe, data.classes?.length ?? 10);
      const text = await explainStep(model, data, recipeTraining(recipe));
      host.out(flags.json === true ? JSON.stringify({ recipe, step: text }) : text);
      return;
    }
    if (what === "capacity") {
      const recipe = defineRecipe(recipeFromFlags(flags));
      const data = await recipeData(recipe, { cache: cacheFolder(host), signal: host.signal });
      const capacity = capacityReport(recipeModel(recipe, data.classes?.length ?? 10), data);
      host.out(flags.json === true ? JSON.stringify({ recipe, capacity }) : capacity.explanation);
      return;
    }
    const tricks = allTrickFacts();
    const trick = tricks.find(({ name }) => name === what);
    if (trick === undefined)
      throw unknownName("explain", "name", what, ["step", "capacity", ...tricks.map(({ name }) => name)]);
    const color = host.outColors.isColorSupported;
    host.out(flags.json === true ? JSON.stringify(trick) : trickText(trick, { color, width: host.width }));
  });
};
