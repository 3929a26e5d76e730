import type { Tensor } from "./tensor.ts";

/** Every node that the roots depend on, themselves included, operands before results. */
export function reachable(roots: readonly Tensor[]): Tensor[] {
  const seen = new Set<Tensor>(roots);
  const pending = [...seen];
  for (let node = pending.pop(); node !== undefined; node = pending.pop())
    for (const operand of node.operands)
      if (!seen.has(operand)) {
        seen.add(operand);
        pending.push(operand);
      }
  return [...seen].sort((a, b) => a.id - b.id);
}

/** Who reads each node. */
export function consumers(nodes: readonly Tensor[]): Map<Tensor, Tensor[]> {
  const readers = new Map<Tensor, Tensor[]>(nodes.map((node) => [node, []]));
  for (const node of nodes) for (const operand of node.operands) readers.get(operand)?.push(node);
  return readers;
}
