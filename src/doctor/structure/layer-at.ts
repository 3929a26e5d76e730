import type { Examination, LayerFacts } from "../examination.ts";

/** The layer at a path; undefined where there is none, or no path. */
export function layerAt({ layers }: Pick<Examination, "layers">, path: string | undefined): LayerFacts | undefined {
  return path === undefined ? undefined : layers.find((one) => one.path === path);
}
