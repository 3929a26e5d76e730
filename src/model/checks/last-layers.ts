import type { Layer } from "../layer.ts";
import { innerLayersOf } from "./inner-layers.ts";

/** Layers that leave numbers as they are, but for their shape and for masks. */
const PASSING = /^(flatten|reshape|(alphaD|gaussianD|spatialD|d)ropout|stochasticDepth)$/;

/**
 * The layers that give the outputs themselves, in whatever they stand; what only changes the shape is looked through.
 * @param addends whether what a residual adds to its input counts too.
 */
export function lastLayersOf(layer: Layer, addends = false): Layer[] {
  const { layers = [], branches, members, block } = innerLayersOf(layer);
  if (layer.name === "sequential") {
    const last = layers.findLast(({ name }) => !PASSING.test(name));
    return last === undefined ? [] : lastLayersOf(last, addends);
  }
  const inner = branches ?? members ?? (addends && block !== undefined ? [block] : undefined);
  return inner === undefined ? [layer] : inner.flatMap((one) => lastLayersOf(one, addends));
}
