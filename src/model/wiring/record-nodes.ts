import * as v from "valibot";
import { usageError } from "../../errors.ts";
import type { Shape } from "../../graph/shape.ts";
import { isPlainObject } from "../../options/plain-object.ts";
import { custom, optional, refused, resolveOptions } from "../../options.ts";
import { isInstance } from "../../trick/instance.ts";
import { expectLayer } from "../checks/expect-layer.ts";
import type { Layer } from "../layer.ts";
import type { ConcatOptions, GraphBuilder, GraphFunction, GraphNode, Merged, NodeOptions } from "./graph-builder.ts";
import { MERGE_NAMES, type MergeName } from "./merges.ts";
import { type GraphOutput, type GraphRow, INPUT } from "./nodes.ts";
import { unused } from "./read-nodes.ts";

/** The description of a graph. */
export interface Recorded {
  nodes: readonly GraphRow[];
  outputs?: readonly GraphOutput[];
}

/** A node that was written down. Names are given at the end, when the outputs are known. */
interface Draft {
  /** What stands in its name, "2.dense", if it has none of its own. */
  kind: string;
  name: string | undefined;
  row(name: string, nameOf: (node: GraphNode) => string): GraphRow;
}

const NAME = { name: optional(custom(v.string(), undefined, "a name")) };
const CONCAT = { ...NAME, axis: optional(custom(v.number(), undefined, "a whole number")) };

/**
 * The description that a function gives of a graph. It is called once.
 * @throws a usage error for a node of another graph, a shared layer that is never applied, and a result without a node.
 */
export function recordNodes(describe: GraphFunction, expected: string): Recorded {
  const drafts = new Map<GraphNode, Draft>();
  const inputs = new Map<string, GraphNode>();
  const unapplied = new Set<Layer>();

  const written = (draft: Draft): GraphNode => {
    const node = {} as GraphNode;
    drafts.set(node, draft);
    return node;
  };
  const expectNode = (where: string, node: unknown): GraphNode => {
    if (drafts.has(node as GraphNode)) return node as GraphNode;
    const fix = isInstance(node) ? `Apply it first: apply(${node.name}(…), input()).` : undefined;
    if (fix === undefined) throw refused(where, "a node of this graph, as input() and apply() give it", node);
    throw usageError({ where, expected: "a node of this graph", received: `${(node as Layer).name}(…), a layer`, fix });
  };
  const input = (name = INPUT, shape?: Shape): GraphNode => {
    const before = inputs.get(name);
    if (before !== undefined && shape === undefined) return before;
    const row = (): GraphRow => (shape === undefined ? [name, "input"] : [name, "input", shape]);
    const node = written({ kind: "input", name, row });
    inputs.set(name, node);
    return node;
  };
  const apply = (layer: Layer, node: GraphNode, options: NodeOptions = {}): GraphNode => {
    expectLayer("graph: apply: layer", layer);
    const from = expectNode("graph: apply: node", node);
    const { name } = resolveOptions("graph: apply", NAME, options);
    return written({ kind: layer.name, name, row: (own, nameOf) => [own, layer, nameOf(from)] });
  };
  const shared = (layer: Layer, options: NodeOptions = {}) => {
    expectLayer("graph: shared: layer", layer);
    const { name } = resolveOptions("graph: shared", NAME, options);
    unapplied.add(layer);
    let first: GraphNode | undefined;
    return (node: GraphNode, use: NodeOptions = {}): GraphNode => {
      unapplied.delete(layer);
      if (first === undefined) {
        first = apply(layer, node, { name: use.name ?? name });
        return first;
      }
      const [before, from] = [first, expectNode("graph: shared: node", node)];
      const own = resolveOptions("graph: shared", NAME, use).name;
      return written({ kind: name ?? layer.name, name: own, row: (at, nameOf) => [at, nameOf(before), nameOf(from)] });
    };
  };
  const merge =
    (what: MergeName) =>
    (...given: Merged<ConcatOptions>): GraphNode => {
      const where = `graph: ${what}`;
      const last: unknown = given.at(-1);
      const named = isPlainObject(last) && !drafts.has(last as never) && !isInstance(last);
      const options: ConcatOptions = named ? (last as ConcatOptions) : {};
      const { name, axis } = resolveOptions(where, what === "concat" ? CONCAT : NAME, options) as ConcatOptions;
      const nodes = (named ? given.slice(0, -1) : given).map((node) => expectNode(where, node));
      return written({
        kind: what,
        name,
        row(own, nameOf) {
          const from = nodes.map(nameOf);
          return axis === undefined ? [own, what, from] : [own, what, from, axis];
        },
      });
    };
  const merges = Object.fromEntries(MERGE_NAMES.map((what) => [what, merge(what)])) as Record<
    MergeName,
    ReturnType<typeof merge>
  >;
  const result: unknown = describe({ input, apply, shared, ...merges } satisfies GraphBuilder);
  const [idle] = unapplied;
  if (idle !== undefined)
    throw usageError({
      where: "graph: shared",
      expected: "a layer that is applied",
      received: `${idle.name}(…), which is not`,
      fix: "Call what shared() gives with a node, or leave it out.",
    });
  if (drafts.has(result as GraphNode)) return described(drafts, result as GraphNode, []);
  const heads = isPlainObject(result) && !isInstance(result) ? Object.entries(result) : [];
  if (heads.length === 0) throw refused("graph: nodes", `${expected}; it returns a node, or several by name`, result);
  const outputs = heads.map(([name, node]) => [name, expectNode(`graph: ${name}`, node)] as const);
  return described(drafts, outputs[outputs.length - 1][1], outputs);
}

/** The rows of all nodes. Without named outputs the last one is the result. */
function described(
  drafts: ReadonlyMap<GraphNode, Draft>,
  result: GraphNode,
  outputs: readonly (readonly [string, GraphNode])[],
): Recorded {
  const all = [...drafts];
  const made = all.flatMap(([node, { kind }]) => (kind === "input" ? [] : [node]));
  const names = all.map(([node, { kind, name }]): [GraphNode, string] => {
    const head = outputs.find(([, output]) => output === node)?.[0];
    return [node, name ?? head ?? `${made.indexOf(node)}.${kind}`];
  });
  const nameOf = (node: GraphNode) => new Map(names).get(node) as string;
  const plain = all.every(([, { kind, name }]) => kind !== "input" || name === INPUT); // it needs no node of its own
  const nodes = all.flatMap(([node, { kind, row }]) => (plain && kind === "input" ? [] : [row(nameOf(node), nameOf)]));
  if (outputs.length > 0)
    return { nodes, outputs: outputs.map(([name, node]) => (name === nameOf(node) ? name : [name, nameOf(node)])) };
  const after = all.slice(all.findIndex(([node]) => node === result) + 1).map(([node]) => nameOf(node));
  if (after.length > 0) throw unused(after);
  return { nodes };
}
