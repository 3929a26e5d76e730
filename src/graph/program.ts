import { usageError } from "../errors.ts";
import { sameShape, showShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";
import { reachable } from "./walk.ts";

/** A variable and the value it takes when a run ends; every run reads the old values and writes the new ones. */
export interface Update {
  variable: Tensor<"variable">;
  value: Tensor;
}

/** One unit of work for a backend: its inputs, its variables, its outputs. */
export interface Program {
  /** All nodes, operands before results. */
  nodes: readonly Tensor[];
  inputs: readonly Tensor<"input">[];
  variables: readonly Tensor<"variable">[];
  outputs: Readonly<Record<string, Tensor>>;
  updates: readonly Update[];
  /** The names of outputs that only watch: without them, all others and the updates have the same bits. */
  probes: ReadonlySet<string>;
  /**
   * Whether each sample is computed independently of the others, so that its outputs have the same bits in a batch of any size.
   * A single sample's axis has extent 1, with which loops, memory and kernels become others than those of several. None of these
   * may decide then in which order a sum goes, or whether a product is rounded before it is added.
   */
  bySample?: boolean;
}

/** Collects and checks a program from what it has to give back and to update. */
export function createProgram(
  outputs: Readonly<Record<string, Tensor>>,
  updates: readonly Update[] = [],
  probes: ReadonlySet<string> = new Set(),
): Program {
  const nodes = reachable([
    ...Object.values(outputs),
    ...updates.flatMap(({ variable, value }) => [variable, value] as Tensor[]),
  ]);
  const program: Program = {
    nodes,
    inputs: leaves(nodes, "input"),
    variables: leaves(nodes, "variable"),
    outputs,
    updates,
    probes,
  };
  verifyProgram(program);
  return program;
}

/** The same program without its probe outputs. */
export function withoutProbes({ outputs, updates, probes }: Program): Program {
  const kept = Object.entries(outputs).filter(([name]) => !probes.has(name));
  return createProgram(Object.fromEntries(kept), updates);
}

/** What must hold for every program. */
export function verifyProgram({ nodes, updates, outputs }: Program): void {
  const seen = new Set<Tensor>();
  for (const node of nodes) {
    for (const operand of node.operands)
      if (!seen.has(operand)) fail(`operands before node ${node.id}`, `operand ${operand.id} after it`);
    seen.add(node);
  }
  for (const [name, node] of Object.entries(outputs))
    if (!seen.has(node)) fail(`output "${name}" among the nodes`, "none");
  const updated = new Set<string>();
  for (const { variable, value } of updates) {
    const { name } = variable.attributes;
    if (updated.has(name)) fail(`one update of "${name}"`, "two");
    updated.add(name);
    if (!sameShape(variable.shape, value.shape))
      fail(`an update of "${name}" with shape ${showShape(variable.shape)}`, showShape(value.shape));
  }
}

/** The leaves of one kind, each name once. Two leaves of one name must agree. */
function leaves<P extends "input" | "variable">(nodes: readonly Tensor[], primitive: P): Tensor<P>[] {
  const byName = new Map<string, Tensor<P>>();
  for (const node of nodes) {
    if (!node.is(primitive)) continue;
    const { name, storage } = node.attributes as Tensor<"input">["attributes"];
    const other = byName.get(name);
    if (other === undefined) byName.set(name, node);
    else if (
      other !== node &&
      (!sameShape(other.shape, node.shape) || (other.attributes as { storage: string }).storage !== storage)
    )
      fail(`one shape for ${primitive} "${name}"`, `${showShape(other.shape)} and ${showShape(node.shape)}`);
  }
  return [...byName.values()];
}

function fail(expected: string, received: string): never {
  throw usageError({ where: "program", expected, received });
}
