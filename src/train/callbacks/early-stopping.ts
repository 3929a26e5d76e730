import { count, nonNegative } from "../../options.ts";
import { defineCallback } from "../callback.ts";

export const earlyStopping = defineCallback({
  name: "earlyStopping",
  summary: "Stops when the validation loss has not improved for some epochs, and gives back the best weights.",
  source: "Prechelt 1998, Early stopping – but when?; the criterion in common use",
  section: "overfitting",
  formula: "stop when the validation loss has not fallen below its minimum (by minDelta) for `patience` epochs",
  use: "Always, where there is validation data: it costs nothing, and the best weights are given back. Patience of 3 to 10 epochs, more with noisy curves or a schedule that still has to fall.",
  avoid:
    "Small validation parts, whose noise decides. The best validation loss is too good by selection: report the test part. Under a cosine or one-cycle schedule it stops before the end that makes the model good.",
  example: "earlyStopping({ patience: 3 })",
  options: {
    patience: count(3, "epochs without improvement before the run stops"),
    minDelta: nonNegative(0, "how much lower the loss must be to count as improved"),
  },
  start({ patience, minDelta }) {
    let best = { loss: Infinity, epoch: 0 };
    return {
      async epochEnd({ epoch, keepWeights }) {
        const watched = epoch.validation === undefined ? "training" : "validation";
        const { loss } = epoch.validation ?? epoch.train;
        if (loss < best.loss - minDelta) {
          best = { loss, epoch: epoch.epoch };
          await keepWeights();
        }
        if (epoch.epoch - best.epoch < patience) return undefined;
        return `the ${watched} loss was lowest (${best.loss.toPrecision(4)}) after epoch ${best.epoch}`;
      },
    };
  },
});
