import { exp } from "../../exact-math/exp.ts";
import type { OutputMeaning } from "../output-meaning.ts";

/** What turns logits into probabilities, in place and in float64: of rows of so many classes, or of each number. */
export const HOST_PROBABILITIES: Record<OutputMeaning, (logits: Float64Array, classes: number) => void> = {
  softmax(logits, classes) {
    for (let from = 0; from < logits.length; from += classes) {
      const row = logits.subarray(from, from + classes);
      let [most, total] = [-Infinity, 0];
      for (const x of row) most = Math.max(most, x); // NaN where one is
      for (let k = 0; k < classes; k++) {
        row[k] = exp(row[k] - most);
        total += row[k];
      }
      for (let k = 0; k < classes; k++) row[k] /= total;
    }
  },

  sigmoid(logits) {
    for (let i = 0; i < logits.length; i++) {
      const small = exp(-Math.abs(logits[i])); // never overflows
      logits[i] = (logits[i] < 0 ? small : 1) / (1 + small);
    }
  },
};
