import type { Weights } from "../../formats/weights.ts";
import type { BuiltLayer } from "../../model/layer.ts";

/** √Σ w² over all kernels: parameters of more than one axis. */
export function kernelNorm({ parameters }: BuiltLayer, weights: Weights): number {
  let squares = 0;
  for (const [name, { shape }] of Object.entries(parameters))
    if (shape.length > 1) for (const weight of weights[name]) squares += weight * weight;
  return Math.sqrt(squares);
}
