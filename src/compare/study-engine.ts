import type { BackendChoice, BackendName } from "../backend/backend.ts";
import { openDevice } from "../backend/open.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import type { PreparedVariant } from "./prepared-variant.ts";

/** What computes the runs of a study, all of them, and how that is said. */
export interface StudyEngine {
  backend: BackendName;
  said: string;
}

/** Steps of a run that only finds out which backend is faster. */
const STEPS = 40;

/**
 * The engine of a study. "auto" trains a few steps of the first variant, on as many threads as there will be runs at a time,
 * and takes the faster backend for all runs: a comparison of runs on different ones would compare these too.
 * @throws where a backend that was asked for by name cannot be opened.
 */
export async function studyEngine(
  choice: BackendChoice,
  variant: Pick<PreparedVariant, "model" | "data" | "training">,
  { parallel, signal }: { parallel: number; signal: AbortSignal | undefined },
): Promise<StudyEngine> {
  if (choice === "auto") return timed(variant, { threads: parallel, signal });
  if (choice !== "webgpu") return { backend: choice, said: `${choice}, one thread a run` };
  const device = await openDevice({ backend: choice });
  await device.close();
  return { backend: choice, said: device.description };
}

async function timed(
  { model, data, training }: Pick<PreparedVariant, "model" | "data" | "training">,
  host: Pick<TrainOptions, "threads" | "signal">,
): Promise<StudyEngine> {
  const { test: _, validation: __, ...trained } = data;
  const few = { callbacks: [], maxSteps: STEPS, log: undefined, checkpoint: undefined };
  const run = await train(model, trained, { ...training, ...host, ...few, backend: "auto" });
  await run.model.close();
  const [, why = ""] = / (\(auto: .*\))$/.exec(run.backend) ?? [];
  if (run.backend.startsWith("webgpu")) return { backend: "webgpu", said: run.backend };
  return { backend: "wasm", said: `wasm, one thread a run ${why}` };
}
