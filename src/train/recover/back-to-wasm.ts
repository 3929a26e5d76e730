import { lostIn } from "../../backend/lost-in.ts";
import { sayOnce } from "../../say-once.ts";
import { Run } from "../run/run.ts";
import { TrainingError } from "../run/training-error.ts";
import type { TrainOptions } from "../train-options.ts";

/** Trains; where the GPU is lost on the way, goes on with wasm from the last place of the run that is whole. */
export async function backToWasm(options: TrainOptions, train: (options: TrainOptions) => Promise<Run>): Promise<Run> {
  try {
    return await train(options);
  } catch (error) {
    const broken = error instanceof TrainingError ? error.run : undefined;
    const lost = lostIn(broken === undefined ? error : (error as TrainingError).cause);
    if (lost === undefined) throw error;
    const since = broken === undefined ? "from the beginning" : `from step ${broken.steps} on`;
    const hint = `${lost.where} was lost (${lost.facts.received}): the run is computed by wasm ${since}.`;
    sayOnce([hint]);
    const rest = { ...options, backend: "wasm" as const };
    const run = await train(
      broken === undefined ? rest : { ...rest, resume: broken, weights: undefined, strict: undefined },
    );
    return new Run({ ...run, hints: [...run.hints, hint], backend: `${run.backend} (auto: ${lost.where} was lost)` });
  }
}
