import type { Examination } from "../examination.ts";
import { layerAt } from "./layer-at.ts";

/** The share of kernels whose gradient, √mean g² at the first weights, is below a number; 0 where nothing was measured. */
export function shareBelow(examination: Examination, limit: number): number {
  const sizes = (examination.probe?.firstSignals ?? []).flatMap(({ layer, parameters }) => {
    const { kernel } = layerAt(examination, layer) ?? {};
    const { kernel: signal } = parameters ?? {};
    return kernel === undefined || signal === undefined ? [] : [signal.gradientNorm / Math.sqrt(kernel.length)];
  });
  return sizes.length === 0 ? 0 : sizes.filter((size) => size < limit).length / sizes.length;
}
