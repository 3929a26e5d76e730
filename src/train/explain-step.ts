import { openDevice } from "../backend/open.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Layer } from "../model/layer.ts";
import { drawnWeights } from "./prepare/drawn-weights.ts";
import { prepareTraining } from "./prepare/prepare-training.ts";
import { TrainingSession } from "./step/session.ts";
import type { TrainOptions } from "./train-options.ts";

/** One whole step of `train` with these options as text: the graph, the kernels of each phase, the memory. */
export async function explainStep(model: Layer, data: Dataset, options: TrainOptions = {}): Promise<string> {
  const training = await prepareTraining(model, data, options);
  const device = await openDevice({ threads: 0, ...options });
  try {
    const session = await TrainingSession.open({ device, ...training }, drawnWeights(training.model, training.seed));
    return await session.explainStep(training.batchSize);
  } finally {
    await device.close();
  }
}
