import type { Recipe } from "evenkeel";

type Key = keyof Recipe;

/** The keys of a recipe in the order in which the panel has them. */
export const GROUPS = {
  data: [
    "data",
    "trainSize",
    "validationSize",
    "testSize",
    "dataSeed",
    "scaling",
    "targetScaling",
    "target",
    "task",
    "ignore",
    "numeric",
    "categorical",
    "group",
    "order",
    "sampleWeights",
  ],
  model: ["model", "hidden", "activation", "depth", "width", "init", "norm"],
  optimizer: ["optimizer", "learningRate", "schedule", "weightDecay", "clip", "clipMode", "lookahead", "sam", "freeze"],
  regularization: [
    "dropout",
    "labelSmoothing",
    "earlyStopping",
    "averageWeights",
    "swa",
    "snapshots",
    "augment",
    "augmentShift",
    "augmentRotate",
    "augmentZoom",
    "augmentFlip",
  ],
  training: [
    "epochs",
    "batchSize",
    "maxSteps",
    "maxTime",
    "shuffle",
    "loss",
    "classWeights",
    "metrics",
    "metric",
    "callbacks",
  ],
} as const satisfies Record<string, readonly Key[]>;

export type GroupName = keyof typeof GROUPS;

/** Keys without a control: files and programs, which a page does not read; the seed is that of the race. */
export const WITHOUT_CONTROL = ["dataDirectory", "weights", "use", "seed"] as const satisfies readonly Key[];

/** Options of tricks that are keys of a recipe, so that they have one control. */
export const ELSEWHERE: { readonly [K in Key]?: readonly string[] } = {
  data: ["seed", "train", "samples", "validation", "test", "target", "ignore", "group", "order", "weights", "task"],
  optimizer: ["learningRate", "weightDecay"],
  loss: ["labelSmoothing"],
};
