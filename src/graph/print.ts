import type { Primitive } from "./primitives.ts";
import type { Program } from "./program.ts";
import { showShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** The graph as stable text, a node a line, numbered from 0 in topological order. */
export function printGraph({ nodes, outputs, updates }: Program): string {
  const number = new Map(nodes.map((node, i) => [node, i]));
  const name = (node: Tensor) => `%${number.get(node)}`;
  const lines = nodes.map((node) => {
    const call = `${node.primitive}(${[...node.operands.map(name), ...showAttributes(node)].join(", ")})`;
    return `${name(node)} ${showShape(node.shape)} = ${call}${node.scope === "" ? "" : `  # ${node.scope}`}`;
  });
  for (const [output, node] of Object.entries(outputs)) lines.push(`output ${output} = ${name(node)}`);
  for (const { variable, value } of updates) lines.push(`update ${variable.attributes.name} ← ${name(value)}`);
  return lines.join("\n");
}

/** What the shape of the result says already. */
const IMPLIED: ReadonlySet<Primitive> = new Set<Primitive>(["broadcast", "reshape"]);

function showAttributes(node: Tensor): string[] {
  if (IMPLIED.has(node.primitive)) return [];
  return Object.entries(node.attributes)
    .filter(([key]) => key !== "shape")
    .map(([key, value]) => `${key} ${Array.isArray(value) ? showShape(value as number[]) : value}`);
}
