import type { Layer } from "../layer.ts";
import { innerLayersOf, isSequence } from "./inner-layers.ts";

/** Layers that change nothing but the shape, or apply masks. */
const PASSING = /^(flatten|reshape|(alphaD|gaussianD|spatialD|d)ropout|stochasticDepth)$/;

/**
 * The layers that make the outputs, at any depth; layers that only change the shape are skipped.
 * @param addends whether the block of a residual counts too.
 */
export function lastLayersOf(layer: Layer, addends = false): Layer[] {
  const { layers = [], branches, members, block } = innerLayersOf(layer);
  if (isSequence(layer)) {
    const last = layers.findLast(({ name }) => !PASSING.test(name));
    return last === undefined ? [] : lastLayersOf(last, addends);
  }
  if (layer.ends !== undefined) {
    const { outputs, before } = layer.ends;
    const made = outputs.flatMap((output) => before(output, ({ name }) => PASSING.test(name), addends));
    return made.flatMap((one) => (one === undefined ? [layer] : lastLayersOf(one, addends)));
  }
  const inner = branches ?? members ?? (addends && block !== undefined ? [block] : undefined);
  return inner === undefined ? [layer] : inner.flatMap((one) => lastLayersOf(one, addends));
}
