import * as v from "valibot";
import { type DatasetPart, sampleCount } from "../../../data/dataset.ts";
import { DATASET_PARTS } from "../../../data/samples.ts";
import { TASKS } from "../../../data/task.ts";
import { readFileWhole, writeFileWhole } from "../../../files.ts";
import { checked } from "../../../formats/checked.ts";
import { damagedFile } from "../../../formats/damaged-file.ts";
import { described } from "../../../formats/described.ts";
import { defined } from "../../../options/defined.ts";
import { VERSION } from "../../../version.ts";
import type { Training } from "../../prepare/prepare-training.ts";
import { unitsOf } from "../../progress/progress-text.ts";
import { measuredNumber } from "../../run/measured-number.ts";
import type { Run } from "../../run/run.ts";
import { RUN_CONFIG } from "../../run/run-keys.ts";
import { count, measures, runConfig, stopped, testMeasures } from "../../run/run-schema.ts";
import { withWords } from "../../run/with-words.ts";

/** The version of the files of a run folder. Additions do not change it. */
const FORMAT = 1;

/** How a run ended. */
const ended = v.object({
  /** When, in ISO 8601. */
  at: v.string(),
  /** Why, and after which epoch. */
  stopped,
  /** Measured on the test set. */
  test: v.exactOptional(testMeasures),
  /** The same measures without a look at any input. */
  baseline: v.exactOptional(measures),
  /** Steps that were done in all. */
  steps: count,
  /** Of these, steps that were not taken. */
  skippedSteps: count,
  /** How long it took. */
  seconds: measuredNumber,
  /** What computed it. */
  backend: v.string(),
});

/** `run.json`: a run, without what was measured on its way. */
const loggedRun = v.object({
  /** The version of Evenkeel that trained it. */
  evenkeel: v.string(),
  /** The version of the files of a run folder. */
  format: v.literal(FORMAT),
  /** When it began, in ISO 8601. */
  started: v.string(),
  /** The name of the dataset. */
  data: v.string(),
  /** How many samples each set has. */
  samples: v.record(v.picklist(DATASET_PARTS), v.optional(count)),
  /** What there is to learn. */
  task: v.picklist(TASKS),
  /** The names of the classes. */
  classes: v.exactOptional(v.array(v.string())),
  /** The names of the outputs, where there are several. */
  outputs: v.exactOptional(v.array(v.string())),
  /** The units of the metrics. */
  units: v.record(v.string(), v.picklist(["share", "number", "target"])),
  /** Its layers as JSON. */
  model: v.unknown(),
  /** Parameters of the model. */
  parameters: count,
  /** How it is trained. */
  config: runConfig,
  /** What is probably not as it was meant. */
  hints: v.array(v.string()),
  /** Absent while it is under way, and where it was killed. */
  ended: v.exactOptional(ended),
});

/** What a run folder says of its run. Plain JSON. */
export type LoggedRun = v.InferOutput<typeof loggedRun>;

export const RUN_FILE = "run.json";

/** What is known of a run when it begins. */
export function loggedRunOf(training: Training, started: string): LoggedRun {
  const { data, task, metrics, layer, model, hints } = training;
  const outputs = data.layout?.targets?.map(({ name }) => name);
  const samples = DATASET_PARTS.map((part) => [part, data[part] && sampleCount(data[part])]);
  return asJson({
    ...{ evenkeel: VERSION, format: FORMAT, started, data: data.name, task, hints },
    samples: Object.fromEntries(samples) as Partial<Record<DatasetPart, number>>,
    ...defined({ classes: data.classes, outputs }),
    units: unitsOf(metrics),
    model: layer,
    parameters: Object.values(model.parameters).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
    config: described(RUN_CONFIG, training),
  });
}

/** The same when it has ended. */
export function endedRunOf(logged: LoggedRun, run: Run, at: string): LoggedRun {
  const { stopped, test, baseline, steps, skippedSteps, seconds, backend } = run;
  return { ...logged, ended: { at, stopped, ...defined({ test, baseline }), steps, skippedSteps, seconds, backend } };
}

export async function writeLoggedRun(folder: string, logged: LoggedRun): Promise<void> {
  await writeFileWhole(`${folder}/${RUN_FILE}`, `${JSON.stringify(withWords(logged), null, 2)}\n`);
}

/** @throws a run error for a file that is missing, damaged, or of a later version. */
export async function readLoggedRun(folder: string): Promise<LoggedRun> {
  const path = `${folder}/${RUN_FILE}`;
  const text = new TextDecoder().decode(await readFileWhole(path));
  try {
    return checked(loggedRun, JSON.parse(text), "the description of a run", path);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw damagedFile(path, "an object in JSON", cause.message, cause);
  }
}

/** Tricks as their JSON. */
function asJson(value: object): LoggedRun {
  return JSON.parse(JSON.stringify(value));
}
