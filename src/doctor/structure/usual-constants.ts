import { fromSpec } from "../../from-spec.ts";
import type { Optimizer } from "../../optimize/optimizer.ts";
import type { Use } from "../../recipe/written.ts";

const CONSTANTS = ["eps", "b1", "b2", "momentum"];

/** The same optimizer with its default constants; undefined for one that is made of others. */
export function usualConstants(optimizer: Optimizer, use: Use): Optimizer | undefined {
  const { options } = optimizer.definition;
  if (!Object.hasOwn(options, "learningRate")) return undefined;
  const kept = Object.entries(optimizer.toJSON()).filter(([key]) => !CONSTANTS.includes(key));
  return fromSpec("optimizers", Object.fromEntries(kept), { use }) as Optimizer;
}
