import { fromSpec } from "../dist/from-spec.js";
import { adam, crossEntropy } from "../dist/index.js";
import { drawnWeights } from "../dist/train/prepare/drawn-weights.js";
import { TrainingSession } from "../dist/train/step/session.js";
import { drawn, labels } from "./samples.mjs";

/** A network in training with Adam on made-up data, as `train` would train it. */
export function openSession(device, { spec, input, classes, samples }) {
  const model = fromSpec("layers", spec).build(input);
  const shape = [samples, ...input];
  const train = {
    inputs: { shape, data: drawn(shape, 1) },
    targets: { shape: [samples], data: labels(samples, classes) },
  };
  return TrainingSession.open(
    {
      device,
      model,
      data: { train },
      scale: { subtract: 0, multiply: 1 },
      loss: crossEntropy(),
      metrics: [],
      optimizer: adam(),
      callbacks: [],
      progress: { stepsPerEpoch: 1 },
      seed: 1,
    },
    drawnWeights(model, 1),
  );
}
