import type { BackendChoice, BackendName } from "../backend/backend.ts";
import { backendOf } from "../backend/backend-of.ts";
import { THEN } from "../backend/engine-of.ts";
import { openDevice } from "../backend/open.ts";
import { EvenkeelError } from "../errors.ts";
import { train } from "../train/train.ts";
import type { PreparedVariant } from "./prepared-variant.ts";

/** What computes the runs of a study, all of them, and how that is said. */
export interface StudyEngine {
  backend: BackendName;
  said: string;
}

/** Where runs are carried out. */
interface Place {
  parallel: number;
  signal: AbortSignal | undefined;
  /** What the runs that are there were computed by, where a folder keeps some. */
  before?: BackendName | undefined;
  /** Whether they are carried out elsewhere, so that nobody here knows the GPU. */
  elsewhere?: boolean;
}

/** Steps of a run that only finds out which backend is faster. */
const STEPS = 40;

/**
 * The engine of a study. "auto" goes on with what a study was begun with. For a new one it trains a few steps of the first variant,
 * on as many threads as there will be runs at a time, and takes the faster backend for all runs: a comparison of runs on
 * different ones would compare these too.
 * @throws where a backend that was asked for by name cannot be opened.
 */
export async function studyEngine(
  choice: BackendChoice,
  variant: Pick<PreparedVariant, "model" | "data" | "training">,
  place: Place,
): Promise<StudyEngine> {
  if (choice !== "auto") return named(choice, place);
  try {
    if (place.before !== undefined) return because(await named(place.before, place), "(auto: as it was begun)");
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error; // its GPU is not here: the folder is refused, in words
  }
  const said = await timed(variant, place);
  const [, why = ""] = / (\(auto: .*\))$/.exec(said.split(THEN).at(-1) as string) ?? []; // of a GPU that was lost: that it was
  if (backendOf(said) !== "webgpu") return because(await named("wasm", place), why);
  return place.elsewhere ? because(await named("webgpu", place), why) : { backend: "webgpu", said };
}

async function named(backend: BackendName, { elsewhere = false }: Place): Promise<StudyEngine> {
  if (backend !== "webgpu") return { backend, said: `${backend}, one thread a run` };
  if (elsewhere) return { backend, said: "webgpu, on the GPUs of the workers" };
  const device = await openDevice({ backend });
  await device.close();
  return { backend, said: device.description };
}

function because({ backend, said }: StudyEngine, why: string): StudyEngine {
  return { backend, said: `${said} ${why}` };
}

/** What is faster, as a run of some steps says it. */
async function timed(
  { model, data, training }: Pick<PreparedVariant, "model" | "data" | "training">,
  { parallel: threads, signal }: Place,
): Promise<string> {
  const { test: _, validation: __, ...trained } = data;
  const few = { callbacks: [], maxSteps: STEPS, log: undefined, checkpoint: undefined };
  const run = await train(model, trained, { ...training, threads, signal, ...few, backend: "auto" });
  await run.model.close();
  return run.backend;
}
