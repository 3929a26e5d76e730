import type { Layer } from "../layer.ts";
import { innerLayersOf, isSequence } from "./inner-layers.ts";

/** Layers that change nothing but the shape, or apply masks. */
const PASSING = /^(flatten|reshape|(alphaD|gaussianD|spatialD|d)ropout|stochasticDepth)$/;

/**
 * The layers that make the outputs, at any depth; layers that only change the shape are skipped.
 * @param addends whether the block of a residual, and what is added in a graph, counts too.
 * @param only the name of one output, of several.
 */
export function lastLayersOf(layer: Layer, addends = false, only?: string): Layer[] {
  const { layers = [], branches, members, block } = innerLayersOf(layer);
  if (isSequence(layer)) {
    const last = layers.findLast(({ name }) => !PASSING.test(name));
    return last === undefined ? [] : lastLayersOf(last, addends, only);
  }
  if (layer.ends !== undefined) {
    const { outputs, before } = layer.ends;
    const wanted = only === undefined ? outputs : outputs.filter((output) => output === only);
    const made = wanted.flatMap((output) => before(output, ({ name }) => PASSING.test(name), addends));
    return made.flatMap((one) => (one === undefined ? [layer] : lastLayersOf(one, addends)));
  }
  const inner = branches ?? members ?? (addends && block !== undefined ? [block] : undefined);
  return inner === undefined ? [layer] : inner.flatMap((one) => lastLayersOf(one, addends));
}
