import { partOf } from "../../data/layout.ts";
import { HOST_PROBABILITIES } from "../measuring/host-probabilities.ts";
import type { Predicted } from "../predicted.ts";
import type { HeadTask } from "./head-place.ts";

/** What is predicted for one of several outputs, out of rows with the outputs of all, before any were made probabilities. */
export function predictedHead(all: Predicted, { place, task, predictions: meaning }: HeadTask): Predicted {
  const predictions = Float64Array.from(partOf(all.predictions, all.width, place));
  if (meaning !== undefined) HOST_PROBABILITIES[meaning](predictions, place.shape.at(-1) ?? 1);
  return {
    ...all,
    task,
    width: place.size,
    predictions,
    probabilities: meaning !== undefined,
    targets: partOf(all.targets, all.targets.length / all.count, place.targets),
  };
}
