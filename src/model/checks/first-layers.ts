import type { Indices } from "../../data/checks/check-indices.ts";
import type { Layer } from "../layer.ts";
import { innerLayersOf, isSequence } from "./inner-layers.ts";

/** The layers that receive the inputs, at any depth; layers that only change the shape are skipped. */
export function firstLayersOf(layer: Layer): Layer[] {
  const { layers = [], branches, members, block } = innerLayersOf(layer);
  if (isSequence(layer)) {
    const first = layers.find((one) => !isShaping(one));
    return first === undefined ? [] : firstLayersOf(first);
  }
  if (layer.ends !== undefined) {
    const { inputs, after } = layer.ends;
    return inputs.flatMap(({ name }) => after(name, isShaping)).flatMap(firstLayersOf);
  }
  const inner = branches ?? members ?? (block === undefined ? undefined : [block]);
  return inner === undefined ? [layer] : inner.flatMap(firstLayersOf);
}

function isShaping({ name }: Layer): boolean {
  return name === "flatten" || name === "reshape";
}

/** What a model demands of inputs that are indices; undefined if they are quantities. */
export function indicesOf(layer: Layer): Indices | undefined {
  const tables = firstLayersOf(layer).flatMap(({ definition, values }) => {
    const below = (definition as { indices?(values: unknown): number }).indices?.(values);
    return below === undefined ? [] : [below];
  });
  return tables.length === 0 ? undefined : { below: Math.min(...tables) };
}
