import type { Samples } from "../../data/dataset.ts";
import { sampleCount } from "../../data/dataset.ts";
import { unscaled } from "../../data/scaled.ts";
import type { LinearScale } from "../../data/scaling.ts";
import type { Task } from "../../data/task.ts";
import type { BuiltLayer } from "../../model/layer.ts";
import type { Loss } from "../../model/loss.ts";
import { HOST_PROBABILITIES } from "../../model/measuring/host-probabilities.ts";
import type { Predicted } from "../../model/predicted.ts";
import { defined } from "../../options/defined.ts";

/** What outputs are to be understood by. */
interface Meaning {
  loss: Loss;
  model: BuiltLayer;
  targetScale?: LinearScale | undefined;
}

/** Outputs [count, …] of a set as predictions, which they become in place: probabilities, or in the units of the targets. */
export function predictedOf(
  { loss: { predictions: meaning }, model: { outputShape }, targetScale }: Meaning,
  samples: Samples,
  task: Task,
  outputs: Float64Array,
): Predicted {
  const count = sampleCount(samples);
  const width = outputs.length / count;
  if (meaning !== undefined) HOST_PROBABILITIES[meaning](outputs, outputShape.at(-1) ?? 1);
  else if (targetScale !== undefined) outputs.set(unscaled(outputs, targetScale));
  return {
    task,
    count,
    width,
    predictions: outputs,
    probabilities: meaning !== undefined,
    targets: samples.targets.data,
    ...defined({ weights: samples.weights }),
  };
}
