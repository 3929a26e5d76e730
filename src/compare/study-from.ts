import * as v from "valibot";
import type { BackendName } from "../backend/backend.ts";
import { backendNames } from "../backend/open.ts";
import type { Dataset } from "../data/dataset.ts";
import { usageError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { show } from "../options/show.ts";
import {
  type Checks,
  custom,
  functionOption,
  nonNegative,
  oneOf,
  optional,
  resolveOptions,
  unknownName,
} from "../options.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { baseOf, type CompareOptions, OPTIONS, titleOf } from "./compare.ts";
import { evidencePlan } from "./evidence-plan.ts";
import { type PreparedVariant, prepareVariant } from "./prepared-variant.ts";
import { sharedData } from "./shared-data.ts";
import type { Study, StudyRun } from "./study.ts";
import { studyOf } from "./study-of.ts";
import { type Varying, variantsOf } from "./variants.ts";
import { LANGUAGES, type StudyLanguage, wordsIn } from "./words/words-in.ts";

/** What of `compare` does not concern who carries out the runs. */
const OF_COMPARE = [
  ...["title", "question", "data", "base", "vary", "design", "variants", "metric", "equivalence", "reach"],
  ...["parallel", "date", "platform", "cache"],
] as const satisfies readonly (keyof CompareOptions)[];

/** What was compared, in the options of `compare`, and the runs of it. */
export interface StudyFromOptions extends Pick<CompareOptions, (typeof OF_COMPARE)[number]> {
  /** The runs, as `studyRunOf` gives them, in any order: of every variant the same seeds, where they are done. */
  runs: readonly StudyRun[];
  /** Gives the data of a recipe, where they are loaded already. By default they are loaded as `compare` does. */
  load?: (recipe: Recipe) => Dataset | Promise<Dataset>;
  /** What computed the runs; "wasm" by default. The command of the study names it. */
  backend?: BackendName;
  /** The same in words, as `run.backend` has it: "webgpu, …", the adapter. By default what `backend` says, "one thread a run". */
  computedBy?: string;
  /** How long all of it took. By default the seconds of all runs together. */
  seconds?: number;
  /** The language of verdicts and conclusions: "en" (the default) or "zh", simplified Chinese. */
  language?: StudyLanguage;
}

const runsOption = custom(
  v.pipe(v.array(v.custom<StudyRun>(isStudyRun)), v.nonEmpty()),
  undefined,
  "runs as studyRunOf gives them, at least one",
);

export const STUDY_FROM_OPTIONS = {
  ...(Object.fromEntries(OF_COMPARE.map((name) => [name, OPTIONS[name]])) as Pick<
    typeof OPTIONS,
    (typeof OF_COMPARE)[number]
  >),
  runs: runsOption,
  load: optional(functionOption()),
  backend: optional(oneOf(backendNames, "wasm")),
  computedBy: optional(custom(v.string(), undefined, "words")),
  seconds: optional(nonNegative(undefined)),
  language: optional(oneOf(LANGUAGES, "en")),
} satisfies Checks<StudyFromOptions>;

/**
 * What `compare` would say of runs that were carried out elsewhere: in a page, on another machine, one after another. Nothing is
 * trained.
 * @returns the study, with the numbers and the words of `compare`.
 * @throws a usage error for an option or a recipe that does not fit, for a run of another variant, and for one that is there
 * twice.
 * @example
 * const data = await digits({ train: 1000 });
 * const base = { epochs: 3 };
 * const variants = { plain: {}, dropout: { dropout: 0.5 } };
 * const runs = [];
 * for (const [name, changes] of Object.entries(variants))
 *   runs.push(studyRunOf(name, 1, await trainRecipe({ ...base, ...changes, seed: 1 }, data)));
 * const study = await studyFrom({ base, variants, runs, load: () => data });
 */
export async function studyFrom(options: StudyFromOptions): Promise<Study> {
  resolveOptions("studyFrom", STUDY_FROM_OPTIONS, options);
  const base = baseOf(options);
  const variants = variantsOf({ ...options, base } as Varying);
  const own = options.data === undefined ? undefined : await options.data;
  const load = options.load ?? sharedData(own, options);
  const prepared: PreparedVariant[] = [];
  for (const variant of variants)
    prepared.push(await prepareVariant(variant, await load(variant.recipe), options.metric, own, {}));
  const { runs, seeds } = inOrder(options.runs, prepared);
  return studyOf({
    ...{ options, base, prepared, trained: prepared, runs, seeds, asked: seeds },
    title: options.title ?? titleOf(options.vary, variants),
    evidence: evidencePlan(options, seeds, prepared),
    backend: options.backend ?? "wasm",
    ...defined({ engine: options.computedBy }),
    facts: { parallel: options.parallel ?? 1 },
    doneBefore: 0,
    seconds: options.seconds ?? runs.reduce((sum, run) => sum + run.seconds, 0),
    words: await wordsIn(options.language ?? "en"),
  });
}

/** The runs as `compare` has them: all variants of a seed one after another, seeds from the smallest on. */
function inOrder(
  given: readonly StudyRun[],
  variants: readonly PreparedVariant[],
): { runs: StudyRun[]; seeds: number[] } {
  const names = variants.map(({ name }) => name);
  for (const { variant } of given)
    if (!names.includes(variant)) throw unknownName("studyFrom: runs", "variant", variant, names);
  const seeds = [...new Set(given.map(({ seed }) => seed))].sort((a, b) => a - b);
  const runs = seeds.flatMap((seed) =>
    names.flatMap((name) => {
      const own = given.filter((run) => run.variant === name && run.seed === seed);
      if (own.length > 1)
        throw usageError({
          where: "studyFrom: runs",
          expected: "one run of each variant with a seed",
          received: `${own.length} of ${show(name)} with seed ${seed}`,
        });
      return own;
    }),
  );
  return { runs, seeds };
}

function isStudyRun(value: unknown): boolean {
  const { variant, seed, history } = Object(value) as Partial<StudyRun>;
  return typeof variant === "string" && Number.isSafeInteger(seed) && Array.isArray(history);
}
