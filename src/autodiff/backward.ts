import { usageError } from "../errors.ts";
import type { Primitive } from "../graph/primitives.ts";
import { atScope } from "../graph/scope.ts";
import { showShape } from "../graph/shape.ts";
import { constant, expectTensor, type Tensor, zerosLike } from "../graph/tensor.ts";
import { reachable } from "../graph/walk.ts";
import { refused } from "../options.ts";
import { rules } from "./rules.ts";

/**
 * The gradients of `output` with respect to each tensor of `wanted`, as graphs of their own (reverse accumulation).
 * Without `cotangent` the output must be a single number. A tensor that the output does not depend on gets zeros.
 * @param cotangent ∂L/∂output, of the shape of the output, where this is not a single number.
 * @returns a tensor for each of `wanted`, of its shape.
 * @throws a usage error for an output that is not a single number, without a cotangent.
 * @example
 * const slope = await compile((x) => gradients(x.square().sum(), [x])[0]); // 2x
 */
export function gradients(output: Tensor, wanted: readonly Tensor[], cotangent?: Tensor): Tensor[] {
  expectTensor("gradients: output", output);
  if (!Array.isArray(wanted)) throw refused("gradients: wanted", "a list of tensors", wanted);
  for (const tensor of wanted) expectTensor("gradients: wanted", tensor);
  if (cotangent !== undefined) expectTensor("gradients: cotangent", cotangent);
  if (cotangent === undefined && output.rank !== 0)
    throw usageError({
      where: "gradients",
      expected: "a single number to differentiate, or a cotangent of the output's shape",
      received: `an output of shape ${showShape(output.shape)}`,
      fix: "Reduce the output with mean() or sum().",
    });
  const nodes = reachable([output]);
  const needed = dependents(nodes, new Set(wanted));
  const accumulated = new Map<Tensor, Tensor>([[output, cotangent ?? constant(1)]]);

  for (const y of nodes.reverse()) {
    const dy = accumulated.get(y);
    if (dy === undefined || !needed.has(y)) continue;
    const rule = rules[y.primitive] as (y: Tensor, dy: Tensor, ...operands: Tensor[]) => (Tensor | undefined)[];
    if (!y.operands.some((operand) => needed.has(operand))) continue;
    // What a gradient is computed by belongs to the layer of the node.
    atScope(y.scope, () => {
      rule(y, dy, ...y.operands).forEach((gradient, i) => {
        const operand = y.operands[i];
        if (gradient === undefined || !needed.has(operand)) return;
        const earlier = accumulated.get(operand);
        accumulated.set(operand, earlier === undefined ? gradient : earlier.add(gradient));
      });
    });
  }
  return wanted.map((tensor) => accumulated.get(tensor) ?? zerosLike(tensor));
}

/** Primitives through which no gradient flows. */
const OPAQUE: ReadonlySet<Primitive> = new Set<Primitive>(["stopGradient", "sign", "floor", "less", "equal", "argMax"]);

/** The nodes that a gradient has to pass to reach one of `wanted`. `nodes` in topological order. */
function dependents(nodes: readonly Tensor[], wanted: ReadonlySet<Tensor>): Set<Tensor> {
  const needed = new Set<Tensor>();
  for (const node of nodes)
    if (wanted.has(node) || (!OPAQUE.has(node.primitive) && node.operands.some((operand) => needed.has(operand))))
      needed.add(node);
  return needed;
}
