/** The names of what is recorded begin so. */
export const SIGNAL = "signal/";

/** What one layer did at one step, before the step changed the weights. Plain JSON. */
export interface Signal {
  /** Counted from 1 over the whole run. */
  step: number;
  /** Counted from 1. */
  epoch: number;
  /** The layer's path in the model, such as "2.relu"; "input" for the scaled inputs. */
  layer: string;
  /** Over all values of the layer's output for the batch. */
  mean: number;
  /** The standard deviation of the same values. */
  std: number;
  /** The share of values where the slope is (nearly) 0: |tanh| > 0.99, a sigmoid within 0.01 of 0 or 1, a ReLU at 0. */
  saturated?: number;
  /** The share of units that are saturated for every sample: they learn nothing from this batch. */
  dead?: number;
  /** The standard deviation of ∂L/∂(output), where L is the mean over the batch; absent before the first parameter. */
  gradientStd?: number;
  /** By their names within the layer; absent for layers without trained parameters. */
  parameters?: Record<string, ParameterSignal>;
}

/** What one parameter did at one step. */
export interface ParameterSignal {
  /** ‖w‖ before the step. */
  norm: number;
  /** ‖∂L/∂w‖, before clipping and other transforms. */
  gradientNorm: number;
  /** ‖Δw‖ / ‖w‖; absent where ‖w‖ is 0. About 0.001 is usual. A skipped step changed nothing. */
  updateRatio?: number;
}
