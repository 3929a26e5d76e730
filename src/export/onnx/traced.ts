import { usageError } from "../../errors.ts";
import type { Attributes, Primitive } from "../../graph/primitives.ts";
import { showShape } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { commonExtents, type Extent, TRACED } from "./extent.ts";

/** A node of the graph of a prediction, traced for two sizes of the batch. */
export interface Traced<P extends Primitive = Primitive> {
  readonly primitive: P;
  /** The path of the layer that recorded it. */
  readonly scope: string;
  /** Of both traces. */
  readonly attributes: readonly [Attributes[P], Attributes[P]];
  readonly operands: readonly Traced[];
  readonly shape: readonly Extent[];
}

/**
 * The nodes of two traces, operands before results, one to one.
 * @throws a usage error for a model that computes something else for another size of the batch.
 */
export function pairedTraces(nodes: readonly Tensor[], twins: readonly Tensor[]): Map<Tensor, Traced> {
  const pairs = new Map<Tensor, Traced>();
  nodes.forEach((node, i) => {
    const twin = twins[i] as Tensor | undefined;
    if (twin?.primitive !== node.primitive)
      throw dependsOnBatch(node.scope, `${node.primitive} for ${TRACED[0]} samples, ${twin?.primitive ?? "nothing"}`);
    const shape = commonExtents(node.shape, twin.shape);
    if (shape === undefined)
      throw dependsOnBatch(node.scope, `${showShape(node.shape)} for ${TRACED[0]} samples, ${showShape(twin.shape)}`);
    pairs.set(node, {
      primitive: node.primitive,
      scope: node.scope,
      attributes: [node.attributes, twin.attributes],
      operands: node.operands.map((operand) => pairs.get(operand) as Traced),
      shape,
    });
  });
  return pairs;
}

/** The error for what follows from the size of the batch in a way that no file can say. */
export function dependsOnBatch(scope: string, received: string): Error {
  return usageError({
    where: `exportOnnx: ${scope || "model"}`,
    expected: "a computation that is the same for a batch of any size",
    received: `${received} for ${TRACED[1]}`,
    fix: "Let the layer compute each sample by itself when context.training is false.",
  });
}

/**
 * Numbers of an attribute that do not follow from the size of the batch.
 * @throws a usage error for others.
 */
export function fixed(scope: string, what: string, [first, second]: readonly (readonly number[])[]): readonly number[] {
  if (String(first) === String(second)) return first;
  throw dependsOnBatch(scope, `${what} ${showShape(first)} for ${TRACED[0]} samples, ${showShape(second)}`);
}
