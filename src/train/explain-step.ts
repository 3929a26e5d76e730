import { type DeviceOptions, openDevice } from "../backend/open.ts";
import type { Dataset } from "../data/dataset.ts";
import { inputShape } from "../data/dataset.ts";
import type { Layer } from "../model/layer.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { accuracy } from "../model/metrics/accuracy.ts";
import { firstWeights } from "./first-weights.ts";
import { adam } from "./optimizers/adam.ts";
import { TrainingSession } from "./session.ts";
import type { TrainOptions } from "./train-options.ts";

/** One whole training step as text, stage by stage: the graph, the kernels of each phase, the memory. */
export async function explainStep(
  layer: Layer,
  data: Dataset,
  {
    loss = crossEntropy(),
    metrics = [accuracy()],
    optimizer = adam(),
    batchSize = 64,
    ...device
  }: TrainOptions & DeviceOptions = {},
): Promise<string> {
  const opened = await openDevice({ threads: 0, ...device });
  try {
    const model = layer.build(inputShape(data.train));
    const session = await TrainingSession.open(
      {
        device: opened,
        model,
        data,
        scale: { subtract: 0, multiply: 1 / 255 },
        loss,
        metrics,
        optimizer,
        callbacks: [],
        progress: { stepsPerEpoch: 1 },
        seed: 1,
      },
      firstWeights(model, 1),
    );
    return await session.explainStep(batchSize);
  } finally {
    await opened.close();
  }
}
