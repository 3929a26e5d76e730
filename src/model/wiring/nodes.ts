import type { Shape } from "../../graph/shape.ts";
import type { Layer } from "../layer.ts";
import type { MergeName } from "./merges.ts";

/**
 * One node of a graph, as it stands in its description:
 *
 * - `["image", "input", [8, 8, 1]]`: an input, and its shape, which may be left out for a single one;
 * - `["hidden", dense(8), "image"]`: a layer, and the node that it is applied to;
 * - `["sum", "add", ["image", "hidden"]]`: nodes that are merged; `["both", "concat", ["a", "b"], 0]` along an axis of the
 *   sample, the last by default;
 * - `["again", "hidden", "other"]`: the layer of an earlier node once more, with its weights.
 */
export type GraphRow =
  | readonly [name: string, input: "input", shape?: Shape]
  | readonly [name: string, what: Layer | string, from: string | readonly string[], axis?: number];

/** An output of a graph: a node, under its own name or another. */
export type GraphOutput = string | readonly [name: string, node: string];

/** The name of the only input, which needs no node of its own. */
export const INPUT = "input";

/** A node as it was checked. */
export type WiredNode = WiredInput | WiredLayer | WiredMerge;

export interface WiredInput {
  readonly kind: "input";
  readonly name: string;
  /** Of one sample; undefined: whatever comes in. */
  readonly shape: Shape | undefined;
}

export interface WiredLayer {
  readonly kind: "layer";
  readonly name: string;
  readonly layer: Layer;
  readonly from: readonly [string];
  /** The node under whose name the weights are: its own, or that of the first use. */
  readonly weights: string;
}

export interface WiredMerge {
  readonly kind: "merge";
  readonly name: string;
  readonly merge: MergeName;
  readonly from: readonly string[];
  readonly axis: number;
}

/** A graph as it was checked: every node leads to an output, and stands after what it takes. */
export interface Wiring {
  readonly nodes: readonly WiredNode[];
  readonly outputs: readonly { name: string; node: string }[];
  /** Whether outputs were named: they are packed into one row of numbers. Else there is one, of its own shape. */
  readonly packed: boolean;
}

/** The inputs of a graph, in order. */
export function inputsOf({ nodes }: Wiring): WiredInput[] {
  return nodes.filter((node) => node.kind === "input");
}

/** The layers of a graph, once for each use. */
export function layersOf({ nodes }: Wiring): Layer[] {
  return nodes.flatMap((node) => (node.kind === "layer" ? [node.layer] : []));
}

/** What a node is computed from. */
export function sourcesOf(node: WiredNode): readonly string[] {
  return node.kind === "input" ? [] : node.from;
}
