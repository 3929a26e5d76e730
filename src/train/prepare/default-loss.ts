import type { Dataset } from "../../data/dataset.ts";
import type { Task } from "../../data/task.ts";
import type { Loss } from "../../model/loss.ts";
import { binaryCrossEntropy } from "../../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../../model/losses/cross-entropy.ts";
import { meanSquaredError } from "../../model/losses/mean-squared-error.ts";
import { isOneHot } from "./check-training.ts";

/** The loss of a task: for two classes it goes by the outputs, of which there may be one or two. */
export function defaultLoss({ task: said, train }: Dataset, task: Task, outputs: number): Loss {
  if (task === "regression") return said === undefined && isOneHot(train.targets) ? crossEntropy() : meanSquaredError(); // which refuses them
  if (task === "multilabel" || (task === "binary" && (outputs === 1 || train.targets.shape.length > 1)))
    return binaryCrossEntropy();
  return crossEntropy();
}
