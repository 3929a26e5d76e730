import { count, nonNegative } from "../../options.ts";
import { defineCallback } from "../callback.ts";

export const earlyStopping = defineCallback({
  name: "earlyStopping",
  summary: "Stops when the validation loss has not improved for some epochs, and gives back the best weights.",
  source: "Prechelt 1998, Early stopping – but when?; the criterion in common use",
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
