import { usageError } from "../../errors.ts";
import { isLayer, type Layer } from "../layer.ts";
import type { GraphRow } from "../wiring/nodes.ts";

/** As many layers take seconds to build; what repeats within what repeats is soon beyond. */
const MOST_LAYERS = 10_000;

/** @throws a usage error where layers that repeat, or are used again, within one another make too many. */
export function expectBuildable(where: string, layers: readonly Layer[]): void {
  const counted = new Map<Layer, number>();
  const count = layers.reduce((sum, layer) => sum + layersIn(layer, counted), 0);
  if (count <= MOST_LAYERS) return;
  throw usageError({
    where,
    expected: `at most ${MOST_LAYERS.toLocaleString("en")} layers in all`,
    received: count.toLocaleString("en", { maximumSignificantDigits: 3 }),
    fix: where === "repeat" ? "Repeat fewer times." : "Use layers again fewer times.",
  });
}

/** How many layers are computed in one, at any depth: those of a graph as often as they are used. */
function layersIn(layer: Layer, counted: Map<Layer, number>): number {
  const known = counted.get(layer);
  if (known !== undefined) return known;
  const { times = 1, nodes } = layer.values as { times?: number; nodes?: readonly GraphRow[] };
  const inner = layer.name === "graph" && nodes ? usedIn(nodes) : Object.values(layer.values).flat().filter(isLayer);
  const within = inner.reduce((sum, one) => sum + layersIn(one, counted), 0);
  const count = inner.length === 0 ? 1 : (layer.name === "repeat" ? times : 1) * within;
  counted.set(layer, count);
  return count;
}

/** The layers of the nodes of a graph, once for each use. */
function usedIn(nodes: readonly GraphRow[]): Layer[] {
  const byNode = new Map<string, Layer>();
  return nodes.flatMap(([name, what]) => {
    const layer = isLayer(what) ? what : byNode.get(what as string);
    if (layer === undefined) return []; // an input or a merge
    byNode.set(name, layer);
    return [layer];
  });
}
