import { DEFAULT_SEEDS } from "../../compare/compare.ts";
import { DEFAULT_ROUNDS, MOST_ROUNDS } from "../../doctor/cure/cure.ts";
import { PHASES } from "../../doctor/diagnose.ts";
import type { Phase } from "../../doctor/diagnosis.ts";
import { usageError } from "../../errors.ts";
import { kebabCase } from "../../options/case.ts";
import { unknownName } from "../../options.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import { LIMITS } from "../../recipe/limits.ts";
import { BACKEND_DOC, backendFlag } from "../backend-flag.ts";
import type { AddCommand } from "../command.ts";
import { countFlag } from "../count-flag.ts";
import { runDoctor } from "../doctor/run-doctor.ts";
import { outputFile } from "../output-file.ts";
import { addRecipeFlags } from "../recipe-flags.ts";
import { recipeGiven } from "../recipe-given.ts";

export const doctorCommand: AddCommand = (program, host, exit) => {
  const command = program
    .command("doctor")
    .description(
      "look for diseases of a run before it is trained, and prove their cure by paired runs: evenkeel doctor --model mlp --cure",
    )
    .argument("[recipe]", "a recipe file: JSON, or a module with a default export; flags override its keys")
    .option("--phases <list>", `what is examined: ${PHASES.join(",")} (default: all)`)
    .option("--steps <value>", "the most steps of the probe; the short training takes at most three times as many")
    .option("--cure", "train the recipe with and without the advice, keep what helped, and go on until it is healthy")
    .option("--write <file>", "with --cure: write the cured recipe, as JSON")
    .option("--seeds <value>", `with --cure: how many seeds both are trained with (default: ${DEFAULT_SEEDS})`)
    .option("--rounds <value>", `with --cure: how many changes are trained at most (default: ${DEFAULT_ROUNDS})`)
    .option("--parallel <value>", "with --cure: how many runs at a time, one thread each (default: one for each core)")
    .option(
      "--checkpoint <folder>",
      "with --cure: keep every run there: the same command goes on from it (by default only until all are done, in reports/)",
    )
    .option("--report <file>", "write what was found as an HTML page, with a picture of each disease")
    .option("--backend <name>", BACKEND_DOC);
  addRecipeFlags(command);
  command.action(async (file: string | undefined, flags: Readonly<Record<string, string | boolean>>) => {
    demandCure(flags);
    const steps = countFlag(flags, "steps", MOST_STEPS);
    const seeds = countFlag(flags, "seeds", LIMITS.seeds);
    const rounds = countFlag(flags, "rounds", MOST_ROUNDS);
    const parallel = countFlag(flags, "parallel", LIMITS.threads);
    const phases = phasesOf(flags.phases);
    const backend = backendFlag(flags);
    const recipe = await recipeGiven(file, flags);
    demandJson(recipe.use !== undefined && flags.write !== undefined, file);
    defineRecipe(recipe);
    const [report, write] = [
      typeof flags.report === "string" ? await outputFile(flags.report) : undefined,
      typeof flags.write === "string" ? await outputFile(flags.write) : undefined,
    ];
    const checkpoint = typeof flags.checkpoint === "string" ? flags.checkpoint : undefined;
    const asked = { file, recipe, phases, steps, seeds, rounds, parallel, backend, checkpoint, report, write };
    exit(await runDoctor({ ...asked, isCure: flags.cure === true, json: flags.json === true }, host));
  });
};

/** The most steps that a probe may take. */
const MOST_STEPS = 100_000;

/** What says how a cure is proved. */
const OF_CURE = ["write", "seeds", "rounds", "parallel", "checkpoint"];

/** @throws a usage error for a flag that only a cure reads. */
function demandCure(flags: Readonly<Record<string, string | boolean>>): void {
  const flag = flags.cure === true ? undefined : OF_CURE.find((name) => flags[name] !== undefined);
  if (flag === undefined) return;
  throw usageError({
    where: `doctor --${kebabCase(flag)}`,
    expected: "--cure beside it, which trains what is advised",
    received: "none",
    fix: `Add --cure, or leave --${kebabCase(flag)} out.`,
  });
}

/** @throws a usage error for a recipe that JSON cannot say. */
function demandJson(isImpossible: boolean, file = "recipe"): void {
  if (!isImpossible) return;
  throw usageError({
    where: "doctor --write",
    expected: "a recipe that JSON can say",
    received: `${file} with tricks of its own`,
    fix: "Leave --write out: what helped is printed as flags, to be given beside the module.",
  });
}

function phasesOf(text: string | boolean | undefined): Phase[] | undefined {
  if (typeof text !== "string") return undefined;
  const names = text.split(",").map((name) => name.trim());
  for (const name of names)
    if (!(PHASES as readonly string[]).includes(name)) throw unknownName("doctor --phases", "phase", name, PHASES);
  return names as Phase[];
}
