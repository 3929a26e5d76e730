// What a run keeps, by name. A new name has a row in the schema too, by which files are checked.

/** What is known of a run beside its model and its tensors. */
export const RUN_FACTS = [
  "history",
  "signals",
  "test",
  "baseline",
  "stopped",
  "steps",
  "skippedSteps",
  "skippedInARow",
  "nonFinite",
  "findings",
  "partialEpoch",
  "capacity",
  "hints",
  "weightsReport",
  "seconds",
  "backend",
] as const;

/** How it was trained. */
export const RUN_CONFIG = [
  "loss",
  "optimizer",
  "metrics",
  "callbacks",
  "augmentation",
  "epochs",
  "batchSize",
  "seed",
  "shuffle",
  "samples",
  "chunk",
  "dataChecksum",
  "maxSteps",
] as const;
