import * as v from "valibot";
import { computedBy } from "../../backend/computed-by.ts";
import { usageError } from "../../errors.ts";
import { checksum } from "../../files/checksum.ts";
import { removeEmptyFolder, removeFolder } from "../../files/folders.ts";
import { Journal, rowsOf } from "../../files/journal.ts";
import { namesIn, readFileWhole } from "../../files.ts";
import { defined } from "../../options/defined.ts";
import { sayOnce } from "../../say-once.ts";
import { otherBits } from "../../train/run/other-bits.ts";
import { withWords } from "../../train/run/with-words.ts";
import { differencesOf } from "./differences-of.ts";

/** What makes the runs of a study what they are. Plain JSON. */
export type Identity = Readonly<Record<string, unknown>>;

/** The version of the rows. Additions do not change it. */
const FORMAT = 1;
const FILE = "runs.jsonl";
/** Differences that are named. */
const MOST = 2;

/** The first row says which study it is; each other one has a run, and the checksum of what the first row says. */
const studyRow = v.object({
  kind: v.literal("study"),
  format: v.number(),
  study: v.record(v.string(), v.unknown()),
  /** What computed the runs behind it, in words; where that changes, there is such a row again. */
  engine: v.exactOptional(v.string()),
});
const runRow = v.object({
  kind: v.literal("run"),
  of: v.string(),
  /** Where it is not what the run is known by in its study. */
  key: v.exactOptional(v.string()),
  run: v.unknown(),
});

/** What the runs of a study are checked by, and known by. */
interface Form<R> {
  schema: v.GenericSchema<unknown, R>;
  keyOf(run: R): string;
}

/** A study with what computes it, now and before. */
interface Engined {
  identity: Identity;
  engine: string | undefined;
  before: string | undefined;
}

/** The runs of a study that are done, in the file `runs.jsonl` of a folder, and beside it checkpoints of those under way. */
export class KeptRuns<R> {
  readonly #folder: string;
  readonly #of: string;
  readonly #journal: Journal;
  readonly #runs: ReadonlyMap<string, R>;
  readonly #keyOf: (run: R) => string;
  readonly #study: Engined;
  #engine: string | undefined;
  #isNamed = false;

  private constructor(
    folder: string,
    study: Engined,
    journal: Journal,
    runs: ReadonlyMap<string, R>,
    keyOf: (run: R) => string,
  ) {
    this.#folder = folder;
    this.#study = study;
    this.#of = checksum(JSON.stringify(study.identity));
    this.#engine = study.before ?? study.engine;
    this.#journal = journal;
    this.#runs = runs;
    this.#keyOf = keyOf;
  }

  /**
   * Opens the folder of a study, or makes it.
   * @param engine what computes the runs that are missing, in words.
   * @throws a usage error for the folder of another study, or of anything else; a run error for one that cannot be written to.
   */
  static async open<R>(
    folder: string,
    identity: Identity,
    { schema, keyOf }: Form<R>,
    engine?: string,
  ): Promise<KeptRuns<R>> {
    const path = `${folder}/${FILE}`;
    const names = (await namesIn(folder)).filter((name) => !name.startsWith(".")); // of writers that were killed
    if (names.length > 0 && !names.includes(FILE))
      throw refused("an empty folder, or that of this study", `${folder}, which has ${names[0]}`);
    const failed = (error: unknown) =>
      sayOnce([`Runs could not be written to ${path}; the study goes on. ${(error as Error).message}`]);
    const { journal, rows, damaged } = await Journal.open(path, failed);
    try {
      if (damaged.length > 0)
        sayOnce([`Damaged in ${path}: line ${damaged.join(", ")}. A run that stood there is done again.`]);
      const of = checksum(JSON.stringify(identity));
      const studies = studiesIn(rows);
      const study = studies.at(0);
      const runs = rows.flatMap((row) => (v.is(runRow, row) ? [row] : []));
      demandSame(folder, study, identity);
      if (study === undefined) {
        if (runs.some((run) => run.of !== of)) throw refused("the runs of this study", `those of another in ${folder}`);
        await journal.append(rowOf(identity, engine));
      }
      const known = runs.flatMap(({ run, key }) => {
        const read = v.safeParse(schema, run);
        return read.success ? [[key ?? keyOf(read.output), read.output] as const] : [];
      });
      const unread = runs.length - known.length;
      if (unread > 0)
        sayOnce([`${unread} of the runs in ${path} have another form than is known here: they are done again.`]);
      const before = studies.findLast((row) => row.engine !== undefined)?.engine;
      return new KeptRuns(folder, { identity, engine, before }, journal, new Map(known), keyOf);
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** The study that a folder keeps; undefined without one. */
  static async identityIn(folder: string): Promise<Identity | undefined> {
    if (!(await namesIn(folder)).includes(FILE)) return undefined;
    const { rows } = rowsOf(new TextDecoder().decode(await readFileWhole(`${folder}/${FILE}`)));
    return studiesIn(rows).at(0)?.study;
  }

  /** What computed the runs that are kept, in words, where that is known. */
  get engine(): string | undefined {
    return this.#engine;
  }

  /** The run of this key, if it was done before. */
  find(key: string): R | undefined {
    return this.#runs.get(key);
  }

  /** Keeps a run that has ended; its checkpoints go. */
  async keep(key: string, run: R): Promise<void> {
    await this.#nameEngine();
    const own = this.#keyOf(run) === key ? {} : { key };
    await this.#journal.append({ kind: "run", of: this.#of, ...own, run: withWords(run) });
    await removeFolder(this.underWay(key));
  }

  /** Names what computes from here on; where it rounds otherwise than what did before, that is written, and said. */
  async #nameEngine(): Promise<void> {
    const { identity, engine, before } = this.#study;
    if (engine === undefined || this.#isNamed) return;
    this.#isNamed = true;
    this.#engine = computedBy(before, engine);
    const said = otherBits("study", before, engine);
    sayOnce(said);
    if (said.length > 0) await this.#journal.append(rowOf(identity, this.#engine));
  }

  /** The folder for checkpoints of a run. */
  underWay(key: string): string {
    return `${this.#folder}/under-way/${checksum(key)}`;
  }

  async close(): Promise<void> {
    const lost = await this.#journal.close();
    if (lost > 0) sayOnce([`${lost} runs are not kept in ${this.#folder}: the same call does them again.`]);
    await removeEmptyFolder(`${this.#folder}/under-way`);
  }
}

function rowOf(study: Identity, engine: string | undefined): v.InferOutput<typeof studyRow> {
  return { kind: "study", format: FORMAT, study, ...defined({ engine }) };
}

function studiesIn(rows: readonly unknown[]): v.InferOutput<typeof studyRow>[] {
  return rows.flatMap((row) => (v.is(studyRow, row) ? [row] : []));
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
  const fix = "Choose another folder, or remove this one.";
  return usageError({ where: "compare: checkpoint", expected, received, fix });
}
