import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { checksum } from "../../files/checksum.ts";
import { Journal } from "../../files/journal.ts";
import { namesIn } from "../../files.ts";
import { nodeModule } from "../../node-module.ts";
import { sayOnce } from "../../say-once.ts";
import { INTERRUPTED } from "../../train/run/failure-of.ts";
import { measuredNumber } from "../../train/run/measured-number.ts";
import { epoch, measures, stopped, testMeasures } from "../../train/run/run-schema.ts";
import { withWords } from "../../train/run/with-words.ts";
import { NOT_BEGUN } from "../run-outcome.ts";
import type { StudyRun } from "../study.ts";
import { differencesOf } from "./differences-of.ts";
import type { Identity } from "./identity-of.ts";

/** The version of the rows. Additions do not change it. */
const FORMAT = 1;
const FILE = "runs.jsonl";
/** Differences that are named. */
const MOST = 2;

const studyRun = v.object({
  variant: v.string(),
  seed: v.number(),
  history: v.array(epoch),
  test: v.exactOptional(testMeasures),
  baseline: v.exactOptional(measures),
  stopped: v.exactOptional(stopped),
  seconds: measuredNumber,
  failure: v.exactOptional(v.string()),
}) as v.GenericSchema<unknown, StudyRun>;

/** The first row says which study it is; each other one has a run, and the checksum of what the first row says. */
const studyRow = v.object({ kind: v.literal("study"), format: v.number(), study: v.record(v.string(), v.unknown()) });
const runRow = v.object({ kind: v.literal("run"), of: v.string(), run: studyRun });

/** The runs of a study that are done, in the file `runs.jsonl` of a folder, and beside it checkpoints of those under way. */
export class KeptStudy {
  readonly #folder: string;
  readonly #of: string;
  readonly #journal: Journal;
  readonly #runs: ReadonlyMap<string, StudyRun>;

  private constructor(folder: string, of: string, journal: Journal, runs: readonly StudyRun[]) {
    this.#folder = folder;
    this.#of = of;
    this.#journal = journal;
    this.#runs = new Map(runs.map((run) => [keyOf(run.variant, run.seed), run]));
  }

  /**
   * Opens the folder of a study, or makes it.
   * @throws a usage error for the folder of another study, or of anything else; a run error for one that cannot be written to.
   */
  static async open(folder: string, identity: Identity): Promise<KeptStudy> {
    const { join } = await nodeModule("node:path").catch(() => ({ join: (...parts: string[]) => parts.join("/") }));
    const path = join(folder, FILE);
    const names = (await namesIn(folder)).filter((name) => !name.startsWith(".")); // of writers that were killed
    if (names.length > 0 && !names.includes(FILE))
      throw refused("an empty folder, or that of this study", `${folder}, which has ${names[0]}`);
    const failed = (error: unknown) =>
      sayOnce([`Runs could not be written to ${path}; the study goes on. ${(error as Error).message}`]);
    const { journal, rows, damaged } = await Journal.open(path, failed);
    try {
      if (damaged.length > 0)
        sayOnce([`Damaged in ${path}: line ${damaged.join(", ")}. A run that stood there is done again.`]);
      const of = checksum(new TextEncoder().encode(JSON.stringify(identity)));
      const study = rows.map((row) => v.safeParse(studyRow, row)).find(({ success }) => success)?.output;
      const runs = rows.map((row) => v.safeParse(runRow, row)).flatMap((row) => (row.success ? [row.output] : []));
      demandSame(folder, study as v.InferOutput<typeof studyRow> | undefined, identity);
      if (study === undefined) {
        if (runs.some((run) => run.of !== of)) throw refused("the runs of this study", `those of another in ${folder}`);
        await journal.append({ kind: "study", format: FORMAT, study: identity });
      }
      const own = runs.filter((run) => run.of === of);
      return new KeptStudy(
        folder,
        of,
        journal,
        own.map(({ run }) => run),
      );
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** The run of a variant and a seed, if it was done before. */
  find(variant: string, seed: number): StudyRun | undefined {
    return this.#runs.get(keyOf(variant, seed));
  }

  /** Keeps a run that has ended. One that was interrupted is not: it goes on from its checkpoint. */
  async keep(run: StudyRun): Promise<void> {
    if (run.failure === INTERRUPTED || run.failure === NOT_BEGUN) return;
    await this.#journal.append({ kind: "run", of: this.#of, run: withWords(run) });
    const { rm } = await nodeModule("node:fs/promises");
    await rm(this.underWay(run.variant, run.seed), { recursive: true, force: true }).catch(() => {});
  }

  /** The folder for checkpoints of a run. */
  underWay(variant: string, seed: number): string {
    const name = checksum(new TextEncoder().encode(keyOf(variant, seed)));
    return `${this.#folder}/under-way/${name}-${seed}`;
  }

  async close(): Promise<void> {
    const lost = await this.#journal.close();
    if (lost > 0) sayOnce([`${lost} runs are not kept in ${this.#folder}: the same command does them again.`]);
    const { rmdir } = await nodeModule("node:fs/promises");
    await rmdir(`${this.#folder}/under-way`).catch(() => {}); // there is none, or something in it
  }
}

function keyOf(variant: string, seed: number): string {
  return JSON.stringify([variant, seed]);
}

/** @throws a usage error that says in what the study of a folder is another one. */
function demandSame(folder: string, there: v.InferOutput<typeof studyRow> | undefined, here: Identity): void {
  if (there === undefined) return;
  if (there.format !== FORMAT) throw refused(`a study in format ${FORMAT}`, `format ${there.format} in ${folder}`);
  const differences = differencesOf(there.study, here);
  if (differences.length === 0) return;
  const others = differences.length > MOST ? [`${differences.length - MOST} more`] : [];
  throw refused(
    "the folder of this study",
    `${folder}, of another: ${[...differences.slice(0, MOST), ...others].join("; ")}`,
  );
}

function refused(expected: string, received: string): Error {
  return usageError({
    where: "compare: checkpoint",
    expected,
    received,
    fix: "Choose another folder, or remove this one.",
  });
}
