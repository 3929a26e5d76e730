import { catalogue } from "../../catalogue.ts";
import { unknownName } from "../../options.ts";
import { recipeData, recipeModel, recipeTraining } from "../../recipe/parts.ts";
import { defineRecipe } from "../../recipe/recipe.ts";
import { scalingText } from "../../report/scaling-text.ts";
import { scalingFacts } from "../../signals/scaling-facts.ts";
import { capacityReport } from "../../train/capacity.ts";
import { explainStep } from "../../train/explain-step.ts";
import type { Trick } from "../../trick.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand } from "../command.ts";
import type { Host } from "../host.ts";
import { addRecipeFlags, recipeFromFlags } from "../recipe-flags.ts";

/** What is explained besides tricks: as text, and what `--json` prints. */
type Topic = (flags: Record<string, unknown>, host: Host) => Promise<{ text: string; json: unknown }>;

const TOPICS: Readonly<Record<string, Topic>> = {
  async step(flags, host) {
    const given = recipeFromFlags(flags);
    const trainSize = Math.max(100, given.batchSize ?? 0); // as few as make a batch
    const recipe = defineRecipe({ trainSize, validationSize: 0, testSize: 1, ...given });
    const data = await recipeData(recipe, { cache: cacheFolder(host), signal: host.signal });
    const text = await explainStep(recipeModel(recipe, data.classes?.length ?? 10), data, recipeTraining(recipe));
    return { text, json: { recipe, step: text } };
  },
  async capacity(flags, host) {
    const recipe = defineRecipe(recipeFromFlags(flags));
    const data = await recipeData(recipe, { cache: cacheFolder(host), signal: host.signal });
    const capacity = capacityReport(recipeModel(recipe, data.classes?.length ?? 10), data);
    return { text: capacity.explanation, json: { recipe, capacity } };
  },
  async scaling(_, host) {
    const facts = await scalingFacts();
    return { text: scalingText(facts, host.outColors.bold), json: facts };
  },
};

export const explainCommand: AddCommand = (program, host) => {
  const command = program
    .command("explain")
    .description(
      "explain a trick (evenkeel explain dropout), what the engine makes of a training step (evenkeel explain step), " +
        "parameters against samples (evenkeel explain capacity --model mlp), or why inputs are scaled (explain scaling)",
    )
    .argument("<what>", `the name of a trick, or ${Object.keys(TOPICS).join(", ")}`);
  addRecipeFlags(command);
  command.action(async (what: string, flags: Record<string, unknown>) => {
    if (Object.hasOwn(TOPICS, what)) {
      const { text, json } = await TOPICS[what](flags, host);
      host.out(flags.json === true ? JSON.stringify(json) : text);
      return;
    }
    const found = Object.entries(catalogue).flatMap(([kind, tricks]) =>
      what in tricks ? [{ kind, trick: tricks[what].definition }] : [],
    );
    if (found.length === 0)
      throw unknownName("explain", "name", what, [
        ...Object.keys(TOPICS),
        ...Object.values(catalogue).flatMap((tricks) => Object.keys(tricks)),
      ]);
    if (flags.json === true) host.out(JSON.stringify(found));
    else host.out(found.map(({ kind, trick }) => page(kind, trick, host.outColors.bold)).join("\n\n"));
  });
};

function page(kind: string, { name, summary, source, options }: Trick, bold: (text: string) => string): string {
  const lines = Object.entries(options).map(([key, { fallback, accepts, doc }]) => {
    const given =
      fallback === undefined ? "" : `, default ${typeof fallback === "object" ? JSON.stringify(fallback) : fallback}`;
    return `  ${key}: ${accepts}${given}${doc === "" ? "" : `\n      ${doc}`}`;
  });
  return [
    `${bold(name)} (${kind})`,
    summary,
    `Source: ${source}`,
    ...(lines.length === 0 ? [] : ["Options:", ...lines]),
  ].join("\n");
}
