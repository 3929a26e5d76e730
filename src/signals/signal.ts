/** What one layer did at one step, before the step moved the weights. Plain JSON. */
export interface Signal {
  /** Counted from 1 over the whole training. */
  step: number;
  /** Counted from 1. */
  epoch: number;
  /** The layer's path in the model, such as "2.relu"; "input" for the scaled inputs. */
  layer: string;
  /** Over all values that the layer gave for the batch. */
  mean: number;
  /** The standard deviation. */
  std: number;
  /** The share of values where the slope is (nearly) 0: |tanh| > 0.99, a sigmoid within 0.01 of 0 or 1, a ReLU at 0. */
  saturated?: number;
  /** The share of units that are saturated for every sample: such a unit learns nothing from this batch. */
  dead?: number;
  /** The standard deviation of ∂L/∂(output), L being the mean over the batch; absent before the first parameter. */
  gradientStd?: number;
  /** By their names within the layer; absent for layers without any that is trained. */
  parameters?: Record<string, ParameterSignal>;
}

export interface ParameterSignal {
  /** ‖w‖ before the step. */
  norm: number;
  /** ‖∂L/∂w‖, before clipping and other transforms. */
  gradientNorm: number;
  /** ‖Δw‖ / ‖w‖; absent where ‖w‖ is 0. About 0.001 is usual. A step that was not taken moved nothing. */
  updateRatio?: number;
}
