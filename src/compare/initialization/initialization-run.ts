import type { NetworkVariant } from "./deep-network.ts";

/** One network, initialized by one scheme. Plain JSON. */
export interface InitializationRun {
  scheme: string;
  variant: NetworkVariant;
  /** Standard deviations at the first step, from the first hidden layer to the last: of activations and of gradients. */
  layers: { std: number; gradientStd: number }[];
  /** The share of the first hidden layer's values at which tanh or sigmoid is flat; absent for other activations. */
  saturated?: number;
  /** The training loss of each epoch. */
  losses: number[];
  /** On the test set; absent if the run failed. */
  accuracy?: number;
  seconds: number;
  failure?: string;
}
