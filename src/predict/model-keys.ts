/** The parts of a model that its file describes, beside its weights. A new one has a row in the schema too. */
export const MODEL_KEYS = [
  "layer",
  "inputShape",
  "scale",
  "inputRange",
  "classes",
  "layout",
  "columns",
  "task",
  "targetScale",
  "logits",
  "predictions",
  "loss",
  "metrics",
  "relaxedSimd",
  "winograd",
] as const;
