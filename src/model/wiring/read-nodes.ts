import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { refused, unknownName } from "../../options.ts";
import { isLayer } from "../layer.ts";
import { isMergeName, MERGE_NAMES } from "./merges.ts";
import {
  type GraphOutput,
  type GraphRow,
  INPUT,
  sourcesOf,
  type WiredLayer,
  type WiredMerge,
  type WiredNode,
  type Wiring,
} from "./nodes.ts";

const FORMS = '["name", layer, "from"], ["name", "add", ["a", "b"]] or ["name", "input", shape]';

/**
 * The nodes of a graph, from its description.
 * @throws a usage error for a node that is not one of these, a name that is unknown, taken or comes later, and a node that
 * leads to no output.
 */
export function readNodes(rows: readonly GraphRow[], outputs: readonly GraphOutput[] | undefined): Wiring {
  const nodes = new Map<string, WiredNode>();
  const inputs = rows.filter((row) => row[1] === "input");
  if (inputs.length === 0) nodes.set(INPUT, { kind: "input", name: INPUT, shape: undefined });
  const names = rows.map(([name]) => name);
  rows.forEach((row, i) => {
    const where = `graph: nodes[${i}]`;
    const node = readNode(where, row, nodes, names.slice(i));
    if (nodes.has(node.name))
      throw usageError({
        where,
        expected: "a name that no other node has",
        received: show(node.name),
        fix: node.name === INPUT ? "It means the input of the graph where no node is one." : undefined,
      });
    nodes.set(node.name, node);
  });
  const wiring = { nodes: [...nodes.values()], outputs: readOutputs(outputs, nodes), packed: outputs !== undefined };
  expectUsed(wiring);
  return wiring;
}

type Known = ReadonlyMap<string, WiredNode>;

function readNode(where: string, row: GraphRow, known: Known, later: readonly string[]): WiredNode {
  const [name, what, third, fourth] = row as readonly unknown[];
  if (!Array.isArray(row) || row.length < 2 || row.length > 4) throw refused(where, `a node as ${FORMS}`, row);
  if (typeof name !== "string" || name === "" || name.includes("/") || isMergeName(name))
    throw usageError({
      where,
      expected: `a name without "/", other than ${MERGE_NAMES.join(", ")}`,
      received: show(name),
    });
  if (what === "input") return { kind: "input", name, shape: readShape(`${where}: ${name}`, row) };
  const from = (Array.isArray(third) ? third : [third]) as unknown[];
  const at = `${where}: ${name}`;
  const first = from.find((one) => typeof one !== "string");
  if (from.length === 0 || from.some((one) => typeof one !== "string"))
    throw refused(at, "the name of the node that it takes, or a list of names", first ?? third);
  for (const source of from as string[]) expectKnown(at, source, name, known, later);
  if (typeof what === "string" && isMergeName(what)) return merge(at, name, what, from as string[], fourth);
  if (fourth !== undefined) throw refused(at, "no axis: concat alone takes one", fourth);
  const layer = layerOf(at, what, name, known);
  if (from.length > 1)
    throw usageError({
      where: at,
      expected: "one node for a layer",
      received: `${from.length}, ${from.join(", ")}`,
      fix: `Merge them first: ["both", "concat", ${show(from)}].`,
    });
  return { ...layer, from: [from[0] as string] };
}

function readShape(where: string, row: readonly unknown[]) {
  const shape = row[2];
  const extents = Array.isArray(shape) && shape.every((extent) => Number.isSafeInteger(extent) && extent >= 1);
  if (row.length === 2 || (extents && row.length === 3)) return shape as readonly number[] | undefined;
  throw refused(where, "the shape of one sample, such as [8, 8, 1]", shape);
}

function merge(where: string, name: string, what: WiredMerge["merge"], from: string[], axis: unknown): WiredMerge {
  if (from.length < 2)
    throw usageError({ where, expected: `at least two nodes to ${what}`, received: String(from.length) });
  if (axis !== undefined && (what !== "concat" || !Number.isSafeInteger(axis)))
    throw refused(where, what === "concat" ? "an axis, a whole number" : "no axis: concat alone takes one", axis);
  return { kind: "merge", name, merge: what, from, axis: (axis as number | undefined) ?? -1 };
}

/** A layer of its own, or that of an earlier node. */
function layerOf(where: string, what: unknown, name: string, known: Known): Omit<WiredLayer, "from"> {
  if (isLayer(what)) return { kind: "layer", name, layer: what, weights: name };
  if (typeof what !== "string") throw refused(where, `a layer, ${MERGE_NAMES.join(", ")}`, what, ["layers"]);
  const layers = [...known.values()].filter((node): node is WiredLayer => node.kind === "layer");
  const first = layers.find((node) => node.name === what);
  if (first !== undefined) return { kind: "layer", name, layer: first.layer, weights: first.weights };
  throw unknownName(where, "a layer,", what, [...MERGE_NAMES, ...layers.map((node) => node.name)]);
}

/** @throws a usage error for a node that does not stand before the one that takes it. */
function expectKnown(where: string, source: string, name: string, known: Known, later: readonly string[]): void {
  if (known.has(source)) return;
  if (!later.includes(source)) throw unknownName(where, "node", source, [...known.keys()]);
  throw usageError({
    where,
    expected: "nodes that stand before it",
    received: source === name ? "itself" : `${show(source)}, which comes later`,
    fix: "Put each node after those that it takes; a cycle, in which nodes wait for one another, cannot be computed.",
  });
}

function readOutputs(given: readonly GraphOutput[] | undefined, nodes: Known): Wiring["outputs"] {
  const last = [...nodes.keys()].at(-1) as string;
  if (given === undefined) return [{ name: last, node: last }];
  const outputs = given.map((one) =>
    typeof one === "string" ? { name: one, node: one } : { name: one[0], node: one[1] },
  );
  outputs.forEach(({ name, node }, i) => {
    const where = `graph: outputs[${i}]`;
    if (!nodes.has(node)) throw unknownName(where, "node", node, [...nodes.keys()]);
    if (outputs.findIndex((other) => other.name === name) < i)
      throw usageError({ where, expected: "a name that no other output has", received: show(name) });
  });
  return outputs;
}

/** @throws a usage error for a node whose value nobody sees: its weights would not move. */
function expectUsed({ nodes, outputs }: Wiring): void {
  const used = new Set(outputs.map(({ node }) => node));
  for (const node of [...nodes].reverse())
    if (used.has(node.name)) for (const source of sourcesOf(node)) used.add(source);
  const left = nodes.filter(({ name }) => !used.has(name)).map(({ name }) => name);
  if (left.length > 0) throw unused(left);
}

/** The error for nodes whose value is not used. */
export function unused(names: readonly string[]): Error {
  return usageError({
    where: "graph",
    expected: "nodes that all lead to an output",
    received: `${names.join(", ")}, whose value is not used`,
    fix: "Leave it out, merge it into what is used, or make it an output.",
  });
}
