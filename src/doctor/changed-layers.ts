import type { InnerLayers } from "../model/checks/inner-layers.ts";
import type { Layer } from "../model/layer.ts";
import { graph } from "../model/layers/graph.ts";
import { parallel } from "../model/layers/parallel.ts";
import { repeat } from "../model/layers/repeat.ts";
import { residual } from "../model/layers/residual.ts";
import { sequential } from "../model/layers/sequential.ts";
import { weightNorm } from "../model/layers/weight-norm.ts";
import type { GraphOutput, GraphRow } from "../model/wiring/nodes.ts";

/** What stands in the place of a layer, by its path: nothing, another layer, or several one after another. */
export type LayerChanges = ReadonlyMap<string, (layer: Layer) => readonly Layer[]>;

/** What stands in the place of a layer at a path. */
export type LayerChange = (path: string, layer: Layer) => readonly Layer[];

/**
 * The model with other layers at some paths, such as "3.residual/block/1.batchNorm"; also within blocks. Layers of a repeat
 * are written out where they are not changed alike.
 * @returns undefined where there is no layer at one of the paths, or none that can be exchanged.
 */
export function changedLayers(model: Layer, changes: LayerChanges): Layer | undefined {
  const left = new Set(changes.keys());
  const changed = everyLayerChanged(model, (path, layer) => {
    left.delete(path);
    return changes.get(path)?.(layer) ?? [layer];
  });
  return left.size === 0 ? changed : undefined;
}

/** The model with other layers in the place of any, those within others first. */
export function everyLayerChanged(model: Layer, replace: LayerChange): Layer {
  const change: LayerChange = (path, layer) => replace(path, withInner(layer, path, change));
  return inRow(change("", model));
}

/** Layers one after another as one layer. */
function inRow(layers: readonly Layer[]): Layer {
  return layers.length === 1 ? layers[0] : sequential(layers);
}

/** How a layer that is made of others is made with others in it, by its name. */
const MADE_OF_OTHERS: Readonly<Record<string, (layer: Layer, path: string, change: LayerChange) => Layer>> = {
  sequential: ({ values }, path, change) => sequential(inOrder((values as InnerLayers).layers ?? [], path, change)),
  repeat({ values }, path, change) {
    const { times, layers } = values as { times: number; layers: readonly Layer[] };
    const rounds = Array.from({ length: times }, (_, round) => inOrder(layers, path, change, round * layers.length));
    const texts = new Set(rounds.map((round) => JSON.stringify(round)));
    return texts.size === 1 ? repeat(times, rounds[0]) : sequential(rounds.flat());
  },
  residual({ values }, path, change) {
    const { block, shortcut } = values as { block: Layer; shortcut: "identity" | "pad" | Layer };
    const beside = typeof shortcut === "string" ? shortcut : inRow(change(under(path, "shortcut"), shortcut));
    return residual(inRow(change(under(path, "block"), block)), { shortcut: beside });
  },
  parallel: ({ values }, path, change) =>
    parallel(
      ((values as InnerLayers).branches ?? []).map((branch, i) =>
        inRow(change(under(path, `${i}.${branch.name}`), branch)),
      ),
    ),
  graph({ values }, path, change) {
    const { nodes, outputs } = values as { nodes: readonly GraphRow[]; outputs?: readonly GraphOutput[] };
    const changed = nodes.map((row): GraphRow => {
      const [name, what, ...rest] = row;
      return typeof what === "object" ? ([name, inRow(change(under(path, name), what)), ...rest] as GraphRow) : row;
    });
    return graph({ nodes: changed, outputs });
  },
  weightNorm: ({ values }, path, change) => weightNorm(withInner((values as { layer: Layer }).layer, path, change)),
};

/** The layer with others in it; itself, if none of them changed. */
function withInner(layer: Layer, path: string, change: LayerChange): Layer {
  const made = MADE_OF_OTHERS[layer.name];
  if (made === undefined || layer.definition.name !== layer.name) return layer;
  let same = true;
  const watched: LayerChange = (at, inner) => {
    const now = change(at, inner);
    if (now.length !== 1 || now[0] !== inner) same = false;
    return now;
  };
  const changed = made(layer, path, watched);
  return same ? layer : changed;
}

/** Layers one after another, the first of which has the number `first` in its path. */
function inOrder(layers: readonly Layer[], path: string, change: LayerChange, first = 0): Layer[] {
  return layers.flatMap((layer, i) => change(under(path, `${first + i}.${layer.name}`), layer));
}

function under(path: string, name: string): string {
  return path === "" ? name : `${path}/${name}`;
}
