import type { HostArray } from "../backend/backend.ts";
import type { Layout } from "../data/layout.ts";
import type { LinearScale } from "../data/scaling.ts";
import type { TableEncoding } from "../data/table/table-encoding.ts";
import type { Task } from "../data/task.ts";
import type { Shape } from "../graph/shape.ts";
import type { Layer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import type { Metric } from "../model/metric.ts";
import type { OutputMeaning } from "../model/output-meaning.ts";

/** The parts of a trained model, which are saved. */
export interface TrainedModelParts {
  /** The model as it was defined. */
  layer: Layer;
  /** The shape of one input. */
  inputShape: Shape;
  /** The scaling of inputs in training. */
  scale: LinearScale;
  /** The smallest and the largest input in training, for hints about other inputs: scaled, where each feature has a scale. */
  inputRange?: readonly [number, number] | undefined;
  /** Parameters and statistics by name. */
  weights: Readonly<Record<string, HostArray>>;
  /** The names of the classes, in the order of their numbers. */
  classes?: readonly string[] | undefined;
  /** What lay where in inputs and targets that were several by name. */
  layout?: Layout | undefined;
  /** The columns of the table that it was trained with, and what was fitted on its training rows. */
  columns?: TableEncoding | undefined;
  /** What it learned; it follows from the loss where a file does not say it. */
  task?: Task | undefined;
  /**
   * How real targets were scaled in training, where they were: predictions are in the units of the targets again. Of several
   * outputs a number for each of all, 0 and 1 where nothing was scaled.
   */
  targetScale?: LinearScale | undefined;
  /** Whether the outputs are logits, which `predictions` turns into probabilities. */
  logits: boolean;
  /** What turns logits into probabilities: softmax by default. */
  predictions?: OutputMeaning | undefined;
  /** The loss it was trained with and is evaluated with: by default the usual one for its predictions. */
  loss?: Loss | undefined;
  /** What is measured beside the loss; by default the usual metrics of that loss. */
  metrics?: readonly Metric[] | undefined;
  /** Whether it was trained with relaxed SIMD where available, and predicts with it; true by default. */
  relaxedSimd?: boolean | undefined;
  /** Whether it was trained with Winograd convolutions, and predicts with them; true by default. */
  winograd?: boolean | undefined;
}
