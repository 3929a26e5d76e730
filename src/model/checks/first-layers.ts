import type { Indices } from "../../data/checks/check-indices.ts";
import type { Layer } from "../layer.ts";
import { innerLayersOf, isSequence } from "./inner-layers.ts";

/** The layers that receive the inputs, at any depth; layers that only change the shape are skipped. */
export function firstLayersOf(layer: Layer): Layer[] {
  const { layers = [], branches, members, block } = innerLayersOf(layer);
  if (isSequence(layer)) {
    const first = layers.find(({ name }) => name !== "flatten" && name !== "reshape");
    return first === undefined ? [] : firstLayersOf(first);
  }
  const inner = branches ?? members ?? (block === undefined ? undefined : [block]);
  return inner === undefined ? [layer] : inner.flatMap(firstLayersOf);
}

/** What a model demands of inputs that are indices; undefined if they are quantities. */
export function indicesOf(layer: Layer): Indices | undefined {
  const tables = firstLayersOf(layer).flatMap(({ definition, values }) => {
    const below = (definition as { indices?(values: unknown): number }).indices?.(values);
    return below === undefined ? [] : [below];
  });
  return tables.length === 0 ? undefined : { below: Math.min(...tables) };
}
