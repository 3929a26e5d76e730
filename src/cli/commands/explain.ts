import * as diagnoses from "../../doctor/diagnoses/index.ts";
import { exampleCures } from "../../doctor/example-cures.ts";
import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { nearest } from "../../options/nearest.ts";
import { show } from "../../options/show.ts";
import { plainName, synonymsOf } from "../../options/synonyms.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import { modelOfRecipe } from "../../recipe/model-of-recipe.ts";
import { dataOfRecipe } from "../../recipe/recipe-data.ts";
import { recipeForms } from "../../recipe/recipe-forms.ts";
import { recipeTraining } from "../../recipe/recipe-training.ts";
import { allDiagnosisFacts, type DiagnosisFacts } from "../../report/catalogue/diagnosis-facts.ts";
import { diagnosisText } from "../../report/catalogue/diagnosis-text.ts";
import { allTrickFacts, type TrickFacts } from "../../report/catalogue/trick-facts.ts";
import { trickText } from "../../report/catalogue/trick-text.ts";
import { scalingText } from "../../report/scaling-text.ts";
import { scalingFacts } from "../../signals/scaling-facts.ts";
import { explainStep } from "../../train/explain-step.ts";
import { capacityReport } from "../../train/prepare/capacity-report.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand } from "../command.ts";
import { experimentNamed } from "../experiments.ts";
import type { Host } from "../host.ts";
import { addRecipeFlags } from "../recipe-flags.ts";
import { recipeGiven } from "../recipe-given.ts";
import { stepLegend } from "../step-legend.ts";

/** What can be explained besides tricks: as text, and as JSON. */
type Topic = (flags: Record<string, unknown>, host: Host, file?: string) => Promise<{ text: string; json: unknown }>;

export const TOPICS: Readonly<Record<string, Topic>> = {
  async step(flags, host) {
    const given = await recipeGiven(undefined, flags);
    const trainSize = Math.max(100, given.batchSize ?? 0); // enough for a batch
    const recipe = defineRecipe({ trainSize, validationSize: 0, testSize: 1, ...given });
    const data = await dataOfRecipe(recipe, { cache: cacheFolder(host), signal: host.signal });
    const text = await explainStep(modelOfRecipe(recipe, data), data, recipeTraining(recipe, data));
    return { text: `${stepLegend(text, recipe)}\n\n${text}`, json: { recipe, step: text } };
  },
  async capacity(flags, host) {
    const recipe = defineRecipe(await recipeGiven(undefined, flags));
    const data = await dataOfRecipe(recipe, { cache: cacheFolder(host), signal: host.signal });
    const capacity = capacityReport(modelOfRecipe(recipe, data), data);
    return { text: capacity.explanation, json: { recipe, capacity } };
  },
  async recipe(flags, host, file) {
    const recipe = defineRecipe(await recipeGiven(file, flags));
    const json = await recipeForms(recipe, { cache: cacheFolder(host), signal: host.signal }, file);
    const text = [JSON.stringify(json.recipe, undefined, 2), json.command, json.program.trimEnd()].join("\n\n");
    return { text, json };
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
      "explain a trick (evenkeel explain dropout), a diagnosis of the doctor (explain unscaledInputs), how the engine compiles a training step (evenkeel explain step), the " +
        "number of parameters against samples (evenkeel explain capacity --model mlp), a run as JSON, as a command and as a " +
        "program (evenkeel explain recipe --model mlp), or why inputs are scaled (explain scaling)",
    )
    .argument("<what>", `the name of a trick or a diagnosis, or ${Object.keys(TOPICS).join(", ")}`)
    .argument("[recipe]", "for explain recipe: a recipe file; flags override its keys");
  addRecipeFlags(command, { hidden: true });
  command.addHelpText(
    "after",
    "\nstep, capacity and recipe accept the flags of a recipe; evenkeel train --help lists them.",
  );
  command.action(async (what: string, file: string | undefined, flags: Record<string, unknown>) => {
    if (file !== undefined && what !== "recipe")
      throw usageError({ where: `explain ${what}`, expected: "no file", received: show(file) });
    if (Object.hasOwn(TOPICS, what)) {
      const { text, json } = await TOPICS[what](flags, host, file);
      host.out(flags.json === true ? JSON.stringify(json) : text);
      return;
    }
    const diagnosis = diagnosisNamed(what);
    if (diagnosis !== undefined) {
      host.out(await diagnosisExplained(diagnosis, flags.json === true, host));
      return;
    }
    const trick = trickNamed(what);
    const color = host.outColors.isColorSupported;
    host.out(flags.json === true ? JSON.stringify(trick) : trickText(trick, { color, width: host.width }));
  });
};

/** The diagnosis of this name, in any spelling, unless a trick has it. */
function diagnosisNamed(what: string): DiagnosisFacts | undefined {
  return allDiagnosisFacts().find(({ name }) => plainName(name) === plainName(what));
}

async function diagnosisExplained(facts: DiagnosisFacts, json: boolean, host: Host): Promise<string> {
  const diagnosis = Object.values(diagnoses).find(({ name }) => name === facts.name);
  const advice = diagnosis === undefined ? [] : (await exampleCures())(diagnosis);
  if (json) return JSON.stringify({ ...facts, advice });
  return diagnosisText(facts, advice, { color: host.outColors.isColorSupported, width: host.width });
}

/** The trick of this name, in any spelling, or by its name in other libraries. */
function trickNamed(what: string): TrickFacts {
  const tricks = allTrickFacts();
  const names = tricks.map(({ name }) => name);
  const meant =
    names.find((name) => name === what) ??
    names.find((name) => plainName(name) === plainName(what)) ??
    synonymsOf(what).find((name) => names.includes(name));
  const trick = tricks.find(({ name }) => name === meant);
  if (trick !== undefined) return trick;
  const experiment = experimentNamed(what);
  const near = nearest(what, [...Object.keys(TOPICS), ...names, ...allDiagnosisFacts().map(({ name }) => name)]);
  const fix = SEQUENCES.includes(plainName(what)) ? NO_SEQUENCES : near && `Did you mean ${near}?`;
  throw usageError({
    where: "explain",
    expected: "a trick or a diagnosis printed by evenkeel list, or step, capacity, recipe or scaling",
    received: experiment === undefined ? show(what) : `${show(what)}, an experiment`,
    ...defined({ fix: experiment === undefined ? fix : `Run it: evenkeel compare ${experiment.name}.` }),
  });
}

/** Tricks that people may look for, but that do not exist yet. */
const SEQUENCES = ["lstm", "gru", "rnn", "attention", "transformer", "conv1d"];
const NO_SEQUENCES = "There are no layers for sequences yet; evenkeel list shows all tricks.";
