import { exp } from "../../exact-math/exp.ts";
import { pow } from "../../exact-math/pow.ts";
import type { InitializationRun } from "./initialization-run.ts";

/** How signals change from layer to layer of a deep network. */
export type SignalTrend = "explodes" | "grows" | "holds" | "fades" | "vanishes";

/** The trend of a standard deviation that each layer multiplies by this factor. */
export function signalTrend(factor: number): SignalTrend {
  if (!(factor < 1.5)) return "explodes";
  if (factor > 1.1) return "grows";
  if (factor >= 0.9) return "holds";
  return factor >= 0.6 ? "fades" : "vanishes"; // 0.71 for Glorot's scheme with ReLU
}

/** The trend of a network's activations. Those of a tanh near ±1 cannot grow, but hardly let gradients pass. */
export function activationTrend(run: InitializationRun): SignalTrend | "saturates" {
  return (run.saturated ?? 0) > 0.3 ? "saturates" : signalTrend(activationFactor(run));
}

/** What each layer multiplies the standard deviation by, on average: (last / first)^(1 / (layers − 1)). */
export function factorPerLayer(stds: readonly number[]): number {
  const [first, last] = [stds[0], stds[stds.length - 1]];
  return stds.length < 2 ? 1 : pow(last / first, 1 / (stds.length - 1));
}

export function activationFactor({ layers }: InitializationRun): number {
  return factorPerLayer(layers.map(({ std }) => std));
}

/** Of gradients on their way back, from the last layer to the first. */
export function gradientFactor({ layers }: InitializationRun): number {
  return factorPerLayer(layers.map(({ gradientStd }) => gradientStd).reverse());
}

/** Whether a network learned anything: it is right at least twice as often as a guess. `chance` is ln(classes). */
export function learned({ accuracy = 0 }: InitializationRun, chance: number): boolean {
  return accuracy >= 2 * exp(-chance);
}
