import type { OutputReading } from "../output-reading.ts";
import { taskOfOutputs } from "../task-of-outputs.ts";
import type { HeadPlace, HeadTask } from "./head-place.ts";

/** What is learned at a place by a loss. */
export function headTask(place: HeadPlace, loss: OutputReading): HeadTask {
  const { size: outputs, classes } = place;
  return { place, task: taskOfOutputs({ loss, outputs, classes }), predictions: loss.predictions };
}
