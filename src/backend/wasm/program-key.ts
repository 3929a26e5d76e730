import { attributesKey } from "../../graph/attributes-key.ts";
import type { Program } from "../../graph/program.ts";
import type { Tensor } from "../../graph/tensor.ts";

/** All that decides the code of a program, as text: programs of one text have one module. */
export function programKey({ nodes, outputs, updates, probes, bySample = false }: Program): string {
  const place = new Map(nodes.map((node, i) => [node, i]));
  const placesOf = (list: readonly Tensor[]) => list.map((node) => place.get(node));
  const lines = nodes.map(
    (node) => `${node.primitive} ${attributesKey(node)} ${node.shape} ${placesOf(node.operands)}`,
  );
  for (const [name, node] of Object.entries(outputs))
    lines.push(`${JSON.stringify(name)} ${placesOf([node])} ${probes.has(name)}`);
  for (const { variable, value } of updates) lines.push(`${placesOf([variable, value])}`);
  return `${bySample} ${lines.join("\n")}`;
}
