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
  const byId = new Map<number, Tensor>();
  for (const node of seen) byId.set(node.id, node);
  return Array.from(Float64Array.from(byId.keys()).sort(), (id) => byId.get(id) as Tensor); // numbers are sorted without asking back
}

/** Who among some nodes reads each of others. */
export function consumers(nodes: readonly Tensor[], of: readonly Tensor[]): Map<Tensor, Tensor[]> {
  const readers = new Map<Tensor, Tensor[]>();
  for (const node of of) readers.set(node, []);
  for (const node of nodes) for (const operand of node.operands) readers.get(operand)?.push(node);
  return readers;
}
