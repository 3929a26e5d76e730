import { defineExperiment } from "../experiment.ts";

/** What do raw inputs from 0 to 255 cost? With Adam; momentum (--optimizer momentum) learns nothing from them. */
export const scaling = defineExperiment({
  name: "scaling",
  title: "Raw inputs from 0 to 255 against scaled ones",
  question: "What does it cost to train on raw inputs from 0 to 255?",
  summary: "Trains the same MLP on raw bytes, on [0, 1], on [−1, 1] and on standardized inputs.",
  base: { model: "mlp", hidden: [64, 64], optimizer: "adam", learningRate: 1e-3, batchSize: 64, epochs: 5 },
  vary: { scaling: ["none", "scaleToUnit", "scaleToSymmetric", "standardize"] },
  drawn: { trainSize: 3000, validationSize: 500, testSize: 2000 },
  seeds: 8,
});
