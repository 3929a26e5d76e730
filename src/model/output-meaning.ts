import type { Tensor } from "../graph/tensor.ts";

/** How to make probabilities of the outputs of a model, its logits: of classes, or of each output on its own. */
export const PROBABILITIES = {
  softmax: (logits: Tensor) => logits.softmax(),
  sigmoid: (logits: Tensor) => logits.sigmoid(),
};
/** What outputs that are logits mean, by what makes probabilities of them. */
export type OutputMeaning = keyof typeof PROBABILITIES;
export const OUTPUT_MEANINGS = Object.keys(PROBABILITIES) as OutputMeaning[];
