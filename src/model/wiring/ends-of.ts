import type { Layer, LayerEnds } from "../layer.ts";
import { inputsOf, type WiredLayer, type WiredNode, type Wiring } from "./nodes.ts";

/** Where signals enter a wiring and leave it. */
export function endsOf(wiring: Wiring): Omit<LayerEnds, "withInputs"> {
  return {
    inputs: inputsOf(wiring),
    outputs: wiring.outputs.map(({ name }) => name),
    after: (input, passes) => layersAfter(wiring.nodes, input, passes),
    before(output, passes, addends) {
      const { node } = wiring.outputs.find(({ name }) => name === output) ?? { node: "" };
      return layersBefore(wiring.nodes, node, passes, addends);
    },
  };
}

/** The layers that take a node; those that `passes` accepts, and merges, count as the node itself. */
function layersAfter(nodes: readonly WiredNode[], name: string, passes: (layer: Layer) => boolean): Layer[] {
  const reached = new Set([name]);
  const found: WiredLayer[] = [];
  for (const node of nodes) {
    if (node.kind === "input" || !node.from.some((source) => reached.has(source))) continue;
    if (node.kind === "merge" || passes(node.layer)) reached.add(node.name);
    else found.push(node);
  }
  return found.map(({ layer }) => layer);
}

/** The layers that make a node, before those that `passes` accepts; undefined stands for a sum or the like. */
function layersBefore(
  nodes: readonly WiredNode[],
  name: string,
  passes: (layer: Layer) => boolean,
  addends: boolean,
): (Layer | undefined)[] {
  const node = nodes.find((one) => one.name === name);
  if (node === undefined || node.kind === "input") return [];
  if (node.kind === "layer" && !passes(node.layer)) return [node.layer];
  if (node.kind === "merge" && node.merge !== "concat" && !addends) return [undefined];
  return node.from.flatMap((source) => layersBefore(nodes, source, passes, addends));
}
