import type { HostArray } from "../backend/backend.ts";
import type { LinearScale } from "../data/scaling.ts";
import type { Shape } from "../graph/shape.ts";
import type { Layer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import type { Metric } from "../model/metric.ts";
import type { Predictions } from "../model/output-meaning.ts";

/** What makes a trained model, and is saved of it. */
export interface TrainedModelParts {
  layer: Layer;
  /** The shape of one input. */
  inputShape: Shape;
  /** How inputs were scaled in training. */
  scale: LinearScale;
  /** The least and the greatest input of the training, for hints about others. */
  inputRange?: readonly [number, number] | undefined;
  /** Parameters and statistics by name. */
  weights: Readonly<Record<string, HostArray>>;
  classes?: readonly string[] | undefined;
  /** Whether the outputs are logits, of which `predictions` makes probabilities. */
  logits: boolean;
  /** What makes probabilities of logits: softmax unless given. */
  predictions?: Predictions | undefined;
  /** What it was trained with, and is evaluated with: by default what goes with its predictions. */
  loss?: Loss | undefined;
  metrics?: readonly Metric[] | undefined;
  /** Whether it was trained with relaxed SIMD where there is any, and predicts so; true unless given. */
  relaxedSimd?: boolean | undefined;
  /** Whether it was trained with Winograd's convolutions, and predicts so; true unless given. */
  winograd?: boolean | undefined;
}
