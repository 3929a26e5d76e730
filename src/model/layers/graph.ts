import * as v from "valibot";
import { isPlainObject } from "../../options/plain-object.ts";
import { custom, optional } from "../../options.ts";
import { expectBuildable } from "../checks/expect-buildable.ts";
import { defineLayer, type Layer, type Packed } from "../layer.ts";
import { buildNodes } from "../wiring/build-nodes.ts";
import { endsOf } from "../wiring/ends-of.ts";
import type { GraphFunction } from "../wiring/graph-builder.ts";
import { type GraphOutput, type GraphRow, layersOf } from "../wiring/nodes.ts";
import { readNodes } from "../wiring/read-nodes.ts";
import { recordNodes } from "../wiring/record-nodes.ts";

const NODES = 'a list of nodes, each ["name", layer, "from"], or a function ({ input, apply, add }) => output';

const described = defineLayer({
  name: "graph",
  summary: "Layers in any wiring: several inputs and outputs, layers that share weights, shortcuts over any distance.",
  source: "by definition; layers that are used twice: Bromley et al. 1993 (siamese networks)",
  section: "architectures",
  formula: "vⱼ = fⱼ(vᵢ, …), node by node; y is the last node, or several of them",
  use: "Models that are no chain: two inputs that meet, two heads with a loss each (heads()), one encoder for both of two inputs, shortcuts from any layer to any later one. Write it as a function: graph(({ input, apply, add }) => { const x = input(); return add(x, apply(dense(8), x)); }). It is called once, and the description that it leaves is what is saved: a list of nodes, which can be written down too.",
  avoid:
    "Chains, and blocks with one shortcut: sequential() and residual() are shorter, and draw the same weights. A layer that is applied twice has two sets of weights, unless it is shared(); a shared layer moves its running statistics towards the mean of its uses, and lsuv() looks at the first use alone.",
  example:
    'graph([["hidden", dense(8), "input"], ["active", relu(), "hidden"], ["both", "concat", ["active", "input"]], ["output", dense(2), "both"]])',
  options: {
    nodes: custom<readonly GraphRow[] | GraphFunction>(
      v.pipe(v.array(v.array(v.unknown())), v.minLength(1)) as unknown as v.GenericSchema<unknown, readonly GraphRow[]>,
      undefined,
      NODES,
      'the nodes in order: a layer and the node it takes; "add", "subtract", "average", "maximum", "minimum", "multiply" or "concat" and a list of nodes; "input" and its shape; or an earlier layer again, by its name, with its weights. Without a node of this kind "input" is the only input',
      ["layers"],
    ),
    outputs: optional(
      custom<readonly GraphOutput[]>(
        v.pipe(v.array(v.union([v.string(), v.tuple([v.string(), v.string()])])), v.minLength(1)) as v.GenericSchema<
          unknown,
          readonly GraphOutput[]
        >,
        undefined,
        'a list of names of nodes, or of ["name", "node"]',
        "the nodes that are outputs, packed one after another; by default the last node alone",
      ),
    ),
  },
  positional: ["nodes"],
  build(input, { nodes, outputs }) {
    const wiring = readNodes(nodes as readonly GraphRow[], outputs);
    expectBuildable("graph", layersOf(wiring));
    return buildNodes(wiring, input);
  },
});

/**
 * As a function: `graph(({ input, apply, add }) => { const x = input(); return add(x, apply(dense(8), x)); })`. It is called
 * once; what it returns is the output, or several by name, `{ species: …, age: … }`.
 */
export const graph: typeof described = Object.assign(
  (...args: Parameters<typeof described>): Layer => {
    const layer = described(...(args.map(written) as typeof args));
    const { nodes, outputs } = layer.values as unknown as {
      nodes: readonly GraphRow[];
      outputs?: readonly GraphOutput[];
    };
    const wiring = readNodes(nodes, outputs); // refuses what cannot be computed
    const withInputs = (inputs: readonly Packed[]) => graph({ nodes: withShapes(nodes, inputs), outputs });
    return { ...layer, ends: { ...endsOf(wiring), withInputs } };
  },
  { definition: described.definition },
);

/** An argument with the description of a function in its place. */
function written(argument: unknown): unknown {
  if (typeof argument === "function" && !("definition" in argument))
    return recordNodes(argument as GraphFunction, NODES);
  if (!isPlainObject(argument) || typeof argument.nodes !== "function") return argument;
  const { nodes, ...others } = argument;
  return { ...recordNodes(nodes as GraphFunction, NODES), ...others };
}

/** The nodes, with the inputs that there are in place of theirs: in their order, with their shapes. */
function withShapes(nodes: readonly GraphRow[], inputs: readonly Packed[]): GraphRow[] {
  const others = nodes.filter(([, what]) => what !== "input");
  return [...inputs.map(({ name, shape }): GraphRow => [name, "input", shape]), ...others];
}
