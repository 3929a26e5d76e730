import * as v from "valibot";
import { allComputedBy } from "../../backend/all-computed-by.ts";
import type { BackendName } from "../../backend/backend.ts";
import { backendOf } from "../../backend/backend-of.ts";
import { deviceOptions } from "../../backend/open.ts";
import { compareBy, DEFAULT_SEEDS } from "../../compare/compare.ts";
import { executorFor } from "../../compare/executor-for.ts";
import { type RunMemory, rememberingExecutor } from "../../compare/remembering-executor.ts";
import { EvenkeelError, usageError } from "../../errors.ts";
import { checksum } from "../../files/checksum.ts";
import { defined } from "../../options/defined.ts";
import { isPlainObject } from "../../options/plain-object.ts";
import { type Checks, count, custom, flag, functionOption, optional, refused, resolveOptions } from "../../options.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import { LIMITS } from "../../recipe/limits.ts";
import { plainRecipe } from "../../recipe/own-tricks.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import { recipeCommand } from "../../recipe/recipe-command.ts";
import { contextOptions, type DataContext } from "../../recipe/recipe-data.ts";
import { type DiagnoseOptions, examined, OPTIONS as OF_EXAMINATION } from "../diagnose.ts";
import { withPictures } from "../picture/with-pictures.ts";
import type { CureProgress } from "./cure-progress.ts";
import type { Cured } from "./cured.ts";
import { AFTER, BEFORE, judgeStudy } from "./judge-study.ts";
import { keepChoice, keptChoice } from "./kept-choice.ts";
import { levelOf } from "./level-of.ts";
import { treat } from "./treat.ts";

/** How a recipe is cured. */
export interface CureOptions extends DataContext, Pick<DiagnoseOptions, "phases" | "steps" | "backend"> {
  /** With how many seeds the recipe and the changed recipe are trained, counted from the recipe's. 5 by default. */
  seeds?: number;
  /** How many changes are trained at most. 10 by default. */
  rounds?: number;
  /** How many runs at a time, one thread each; by default as many as there are cores. Results do not depend on it. */
  parallel?: number;
  /** Whether findings have pictures of what they were found by, before and after the cure. False by default. */
  pictures?: boolean;
  /** A folder that keeps every run (Node.js), so that the same call goes on from there. None by default. */
  checkpoint?: string;
  /** Called a few times per second. None by default. */
  onProgress?: (progress: CureProgress) => void;
  /** A clock in milliseconds; performance.now by default. */
  now?: () => number;
}

/** How many changes are trained at most by default. */
export const DEFAULT_ROUNDS = 10;
/** More studies than that nobody waits for. */
export const MOST_ROUNDS = 100;

export const OPTIONS = {
  phases: OF_EXAMINATION.phases,
  steps: OF_EXAMINATION.steps,
  seeds: count(DEFAULT_SEEDS, "", 1, LIMITS.seeds),
  rounds: count(DEFAULT_ROUNDS, "", 1, MOST_ROUNDS),
  parallel: optional(count(undefined, "", 1, LIMITS.threads)),
  backend: deviceOptions.backend,
  pictures: flag(false),
  checkpoint: optional(custom(v.pipe(v.string(), v.nonEmpty()), undefined, "a folder")),
  ...contextOptions,
  onProgress: optional(functionOption()),
  now: optional(functionOption()),
} satisfies Checks<CureOptions>;

/**
 * Looks for diseases of a recipe, and proves their cure: the recipe and the recipe with the advised change are trained with
 * the same seeds, and only what measures better on the test set, significantly, is kept. The level of 5 % is spent over all
 * studies (0.025, 0.0083, …), as many changes may be tried; no run is trained twice. Then it looks again, until nothing
 * is found, all advice was tried, or there were `rounds` studies.
 * @returns what was found, each trial with its interval and why it was kept or not, and the cured recipe, as plain JSON.
 * @throws a usage error for what is no recipe or option, before anything is trained. A run that fails is a result. An
 * interruption ends it with what was proved so far.
 * @example
 * const { cures, cured } = await cure({ data: "digits", model: "mlp", scaling: "none" }, { seeds: 5 });
 * console.log(cures.map(({ advice, why }) => `${advice}: ${why}`), cured.command);
 */
export async function cure(recipe: RecipeInput, options: CureOptions = {}): Promise<Cured> {
  const given = demandRecipe(recipe);
  const { seeds, rounds, pictures } = resolveOptions("cure", OPTIONS, options);
  const {
    parallel,
    backend: asked,
    checkpoint,
    cache,
    signal,
    onProgress = () => {},
    now = () => performance.now(),
  } = options;
  const started = now();
  let [trials, studies] = [0, 0];
  let computed: string | undefined;
  // All studies have one backend: "auto" is decided by what computes first, and a folder keeps that.
  const chosen = asked === "auto" && checkpoint !== undefined ? await keptChoice(checkpoint) : undefined;
  let backend = chosen ?? asked;
  const asBegun = (by: string) =>
    chosen === undefined || by.includes(" (auto: ") ? by : `${by} (auto: as it was begun)`;
  const decide = async (name: BackendName) => {
    if (backend !== "auto") return;
    backend = name;
    if (checkpoint !== undefined) await keepChoice(checkpoint, name);
  };
  const memory: RunMemory = new Map(); // the recipe is the same for one advice after another, until one is kept
  const treated = await treat(given, {
    rounds,
    signal,
    examine: async (each) => {
      const { report, examination } = await examined(each, {
        ...defined({ phases: options.phases, steps: options.steps, backend, cache, signal }),
        onProgress: (examination) => onProgress({ trials, examination }),
      });
      if (report.checked.backend !== undefined) await decide(backendOf(report.checked.backend));
      const { backend: by, ...checked } = report.checked;
      return { ...report, checked: { ...checked, ...defined({ backend: by && asBegun(by) }) }, examination };
    },
    async prove(base, change, prescription) {
      const what = asked === undefined || asked === "wasm" ? [base, change] : [base, change, asked];
      const folder = checkpoint && `${checkpoint}/${checksum(JSON.stringify(what))}`;
      const { text: advice } = prescription.advice;
      try {
        const study = await compareBy(
          {
            title: `${prescription.finding.diagnosis}: ${advice}`,
            base,
            variants: { [BEFORE]: {}, [AFTER]: change },
            seeds,
            ...defined({ parallel, backend, checkpoint: folder, cache, signal }),
            onProgress: (runs) => onProgress({ trials, advice, runs }),
          },
          async (...executing) => {
            await decide(executing[2].backend);
            return rememberingExecutor(await executorFor(...executing), memory);
          },
        );
        computed = allComputedBy(computed, asBegun(study.environment.backend));
        return judgeStudy(study, levelOf(++studies));
      } catch (error) {
        if (!isAboutChange(error)) throw error;
        return { kept: false, why: `It cannot be done. ${error.message}` };
      } finally {
        trials++;
      }
    },
    told: (finished) => onProgress({ trials, finished }),
  });
  const cured = treated.after ?? (treated.recipe === given ? treated.before : undefined);
  const change = changeOf(given, treated.recipe);
  const { examination: before, ...first } = treated.before;
  return {
    ...first,
    ...(pictures && { findings: withPictures(first.findings, before, treated.after?.examination) }),
    cures: treated.trials,
    cured: {
      recipe: plainRecipe(treated.recipe),
      change,
      command: recipeCommand(treated.recipe) + (asked === undefined ? "" : ` --backend ${asked}`),
      ...defined({ healthy: cured?.healthy, findings: cured?.findings }),
    },
    ...defined({ backend: computed }),
    ended: treated.ended,
    seconds: (now() - started) / 1000,
  };
}

/** @throws a usage error for what is no recipe. */
function demandRecipe(recipe: unknown): RecipeInput {
  if (!isPlainObject(recipe)) throw refused("cure", "a recipe as { … }", recipe);
  const { data } = recipe;
  if ("recipe" in recipe || "options" in recipe || (isPlainObject(data) && "train" in data))
    throw usageError({
      where: "cure",
      expected: "a recipe alone, with data that have a name or a path",
      received: "recipe" in recipe || "options" in recipe ? Object.keys(recipe).join(" and ") : "data made in code",
      fix: 'diagnose() takes those. To prove a cure of them, keep them in a file: { data: "table.csv", … }.',
    });
  defineRecipe(recipe);
  return recipe;
}

/** Whether an error is about what was changed, and not about data or a folder that no study could be made with. */
function isAboutChange(error: unknown): error is EvenkeelError {
  return error instanceof EvenkeelError && error.kind === "usage" && !/^compare: (data|checkpoint)/.test(error.where);
}

/** The keys in which a recipe differs from the one that was given; null stands for a default. */
function changeOf(given: RecipeInput, recipe: RecipeInput): Record<string, unknown> {
  const [before, after] = [plainRecipe(given), plainRecipe(recipe)];
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return Object.fromEntries(
    keys
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      .map((key) => [key, after[key] ?? null]),
  );
}
