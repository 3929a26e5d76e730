import { attributesKey } from "../../graph/attributes-key.ts";
import type { Program } from "../../graph/program.ts";
import type { Tensor } from "../../graph/tensor.ts";

/** All that decides the code of a program, as text: programs of one text have one module. Shapes follow from the rest. */
export function programKey({ nodes, outputs, updates, probes, bySample = false }: Program): string {
  const places = new Map<Tensor, number>();
  let key = `${bySample}`;
  for (const node of nodes) {
    places.set(node, places.size);
    key += `\n${node.primitive} ${attributesKey(node)}`;
    for (const operand of node.operands) key += ` ${places.get(operand)}`;
  }
  for (const [name, node] of Object.entries(outputs))
    key += `\n${JSON.stringify(name)} ${places.get(node)} ${probes.has(name)}`;
  for (const { variable, value } of updates) key += `\n${places.get(variable)} ${places.get(value)}`;
  return key;
}
