import type { Indices } from "../../data/checks/check-indices.ts";
import { placesOf } from "../../data/layout.ts";
import type { Layer, LayerEnds } from "../layer.ts";
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
  const several = layer.ends?.inputs ?? [];
  if (several.length > 1) return indicesAmong(layer, several);
  if (isSequence(layer)) {
    const first = innerLayersOf(layer).layers?.[0];
    if (first?.ends !== undefined && first.ends.inputs.length > 1) return indicesOf(first);
  }
  return tableOf(firstLayersOf(layer));
}

/** The rows of the smallest table among these layers. */
function tableOf(layers: readonly Layer[]): Indices | undefined {
  const tables = layers.flatMap(({ definition, values }) => {
    const below = (definition as { indices?(values: unknown): number }).indices?.(values);
    return below === undefined ? [] : [below];
  });
  return tables.length === 0 ? undefined : { below: Math.min(...tables) };
}

/** Of several inputs of a graph those that are indices. */
function indicesAmong({ ends }: Layer, inputs: LayerEnds["inputs"]): Indices | undefined {
  const shapes = inputs.map(({ shape = [] }) => ({ shape }));
  const all = placesOf(shapes);
  const places = inputs.flatMap(({ name }, i) => {
    const table = tableOf((ends?.after(name, isShaping) ?? []).flatMap(firstLayersOf));
    return table === undefined ? [] : [{ ...all[i], below: table.below }];
  });
  if (places.length === 0) return undefined;
  const width = all.reduce((sum, { size }) => sum + size, 0);
  return { below: Math.max(...places.map(({ below }) => below)), among: { width, places } };
}
