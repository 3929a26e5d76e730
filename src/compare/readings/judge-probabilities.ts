import { log } from "../../exact-math/log.ts";
import type { Measures } from "../../train/run/history.ts";

/** Less than this is as good as 0, whose logarithm is not finite. */
const LEAST = 1e-12;

/** The cross-entropy and the accuracy of probabilities [n, classes] for the classes [n] that are true. */
export function judgeProbabilities(probabilities: ArrayLike<number>, truth: ArrayLike<number>): Measures {
  const classes = probabilities.length / truth.length;
  let [loss, right] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    const at = i * classes;
    loss -= log(Math.max(probabilities[at + truth[i]], LEAST));
    let best = 0;
    for (let k = 1; k < classes; k++) if (probabilities[at + k] > probabilities[at + best]) best = k;
    if (best === truth[i]) right++;
  }
  return { loss: loss / truth.length, accuracy: right / truth.length };
}
