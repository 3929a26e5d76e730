import type { Device } from "../../backend/backend.ts";
import type { Dataset, DatasetPart, Samples } from "../../data/dataset.ts";
import type { LinearScale } from "../../data/scaling.ts";
import type { Task } from "../../data/task.ts";
import type { BuiltLayer } from "../../model/layer.ts";
import type { Loss } from "../../model/loss.ts";
import type { Metric } from "../../model/metric.ts";
import type { Rule } from "../../optimize/rule.ts";
import type { Progress } from "../../optimize/schedule.ts";
import type { Callback } from "../callback.ts";

/** What a session is made of. */
export interface SessionParts {
  device: Device;
  model: BuiltLayer;
  data: Partial<Dataset>;
  /** What there is to learn, as far as the data say it. */
  task?: Task | undefined;
  scale: LinearScale;
  /** Where targets are scaled for training: how, as a scale of outputs, so that these are measured in the units of the targets. */
  targetScale?: LinearScale | undefined;
  loss: Loss;
  metrics: readonly Metric[];
  optimizer: Rule;
  /** Changes the inputs of training steps, before they are scaled. */
  augment?: BuiltLayer | undefined;
  callbacks: readonly Callback[];
  progress: Progress;
  seed: number;
  /** How many samples of a streamed training set are on the device at once. */
  chunkSize?: number;
  /** What is said of the run; measures that have no value are added. */
  hints?: string[];
}

/** The samples of a part of the data, which has to be there. */
export function samplesOf({ data }: Pick<SessionParts, "data">, part: DatasetPart): Samples {
  return data[part] as Samples;
}
