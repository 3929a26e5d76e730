import type { Shape } from "../../graph/shape.ts";
import type { Layer } from "../layer.ts";

declare const NODE: unique symbol;

/** A value in a graph that is being written down: what a layer gives, an input, a sum. */
export interface GraphNode {
  readonly [NODE]: true;
}

/** Names a node of a graph. */
export interface NodeOptions {
  /** The name of the node, under which its weights are: "encoder/kernel". By default its number and kind: "2.dense". */
  name?: string | undefined;
}

/** How signals are concatenated. */
export interface ConcatOptions extends NodeOptions {
  /** The axis of a sample along which they are joined; −1, the last one, by default: channels or features. */
  axis?: number | undefined;
}

/** Nodes that are merged, and perhaps the name of the result. */
export type Merged<O = NodeOptions> = readonly [...nodes: GraphNode[], last: GraphNode | O];

/** What a function is given that describes a graph: `graph(({ input, apply, add }) => …)`. */
export interface GraphBuilder {
  /**
   * What comes in. Without a name it is all of it; with names, several inputs, as `arrays({ inputs: { image, meta } })`
   * has them. The shape is that of one sample; where training data have inputs of these names, it is theirs.
   */
  input(name?: string, shape?: Shape): GraphNode;
  /** A layer, applied to a node. Each call has weights of its own, also where the layer is the same. */
  apply(layer: Layer, node: GraphNode, options?: NodeOptions): GraphNode;
  /** A layer with one set of weights, to be applied several times: `const encode = shared(dense(8))`, then `encode(a)`. */
  shared(layer: Layer, options?: NodeOptions): (node: GraphNode, options?: NodeOptions) => GraphNode;
  /** a + b + …, of one shape. */
  add(...nodes: Merged): GraphNode;
  /** a − b − …, of one shape. */
  subtract(...nodes: Merged): GraphNode;
  /** (a + b + …) / n, of one shape. */
  average(...nodes: Merged): GraphNode;
  /** The largest of each element, of one shape. */
  maximum(...nodes: Merged): GraphNode;
  /** The smallest of each element, of one shape. */
  minimum(...nodes: Merged): GraphNode;
  /** a ∘ b ∘ …, element by element; extents of 1 are repeated, as those of a gate [1, 1, channels]. */
  multiply(...nodes: Merged): GraphNode;
  /** Side by side along an axis, the last one by default. */
  concat(...nodes: Merged<ConcatOptions>): GraphNode;
}

/** Describes a graph: it is called once, and what it returns is the output, or several by name. */
export type GraphFunction = (builder: GraphBuilder) => GraphNode | Readonly<Record<string, GraphNode>>;
