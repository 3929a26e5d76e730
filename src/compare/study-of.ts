import type { BackendName } from "../backend/backend.ts";
import { defined } from "../options/defined.ts";
import type { RecipeInput } from "../recipe/recipe.ts";
import { VERSION } from "../version.ts";
import type { EvidenceOptions } from "./evidence-options.ts";
import type { EvidencePlan } from "./evidence-plan.ts";
import { gapTable } from "./gap-table.ts";
import { judgeRuns } from "./judge-runs.ts";
import { platformName } from "./platform-name.ts";
import type { PreparedVariant } from "./prepared-variant.ts";
import { alphaSpending } from "./statistics/alpha-spending.ts";
import { SIGNIFICANCE } from "./statistics/levels.ts";
import type { Looks } from "./statistics/repeated-look.ts";
import type { Study, StudyRun } from "./study.ts";
import { studyCommand } from "./study-command.ts";
import type { TuneOptions } from "./tuning/tune-options.ts";
import type { Tuning } from "./tuning/tuning.ts";
import { tuningInWords, tuningTable } from "./tuning/tuning-words.ts";
import type { Varying } from "./variants.ts";
import type { Words } from "./words/words.ts";

/** All that a study is made of, when its runs are there. */
interface Ended {
  /** What was asked for. */
  options: Pick<Varying, "vary" | "design" | "variants"> & EvidenceOptions & TuneOptions & StudyWords;
  base: RecipeInput;
  title: string;
  /** The variants as they were asked for, and as they were trained: after tuning they may be others. */
  prepared: readonly PreparedVariant[];
  trained: readonly PreparedVariant[];
  runs: StudyRun[];
  /** The seeds that were asked for, and those that there are in the end. */
  asked: readonly number[];
  seeds: readonly number[];
  evidence: EvidencePlan;
  looks?: Looks;
  decided?: boolean;
  dataSeeds?: number[] | undefined;
  tuning?: Tuning | undefined;
  backend: BackendName;
  /** What computed it, in words. */
  engine?: string;
  facts: { parallel: number; workers?: number };
  doneBefore: number;
  seconds: number;
  /** The language of verdicts and conclusions; English by default. */
  words?: Words;
}

/** What a study says of itself. */
export interface StudyWords {
  question?: string;
  measureTraining?: boolean;
  date?: Date;
  platform?: string;
}

/** The study of some runs: what they show, in numbers and in words, and what they were. */
export function studyOf(ended: Ended): Study {
  const { options, prepared, trained, runs, evidence, looks, tuning, dataSeeds, backend, engine, doneBefore } = ended;
  const [{ name: baseline, measured, settings }] = prepared;
  const { metric, unit } = measured;
  const effects = judgeRuns(trained, runs, { ...evidence, ...defined({ looks }) }, ended.words);
  const tables = [
    ...(options.measureTraining === true ? gapTable(trained, runs, metric, unit) : []),
    ...(tuning === undefined ? [] : [tuningTable(tuning, unit)]),
  ];
  return {
    title: ended.title,
    ...defined({ question: options.question }),
    ...measured,
    base: settings,
    baseline,
    seeds: [...ended.seeds],
    ...defined({ dataSeeds, equivalence: evidence.equivalence, reach: evidence.reach }),
    ...(looks && { untilDecided: lookedAt(looks, ended.decided === true) }),
    runs,
    ...effects,
    conclusions: [...effects.conclusions, ...(tuning === undefined ? [] : tuningInWords(tuning, metric))],
    ...defined({ tuning }),
    ...(tables.length > 0 && { tables }),
    environment: {
      evenkeel: VERSION,
      platform: options.platform ?? platformName(),
      backend: engine ?? `${backend}, one thread a run`,
      ...ended.facts,
      date: (options.date ?? new Date()).toISOString(),
    },
    ...(doneBefore > 0 && { doneBefore }),
    ...defined({ command: commandOf(ended) }),
    seconds: ended.seconds,
  };
}

/** What the looks of a study could conclude. */
function lookedAt({ seeds, most }: Looks, decided: boolean): NonNullable<Study["untilDecided"]> {
  return { most, looks: alphaSpending(seeds, most, SIGNIFICANCE), decided };
}

/** The command that does the same, if there is one: a recipe in JSON has to say all of it. It counts splits from the recipe's. */
function commandOf({ options, base, prepared, backend, asked }: Ended): string | undefined {
  if (prepared.some(({ madeInCode }) => madeInCode !== undefined)) return undefined;
  if (Array.isArray(options.dataSeeds)) return undefined;
  const command = studyCommand({ ...options, base }, asked);
  return command === undefined || backend === "wasm" ? command : `${command} --backend ${backend}`;
}
