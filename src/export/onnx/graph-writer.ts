import { usageError } from "../../errors.ts";
import { BATCH, type Extent, sameExtent, sameExtents } from "./extent.ts";
import { ONNX_TYPES, type OnnxAttribute, type OnnxNode, type OnnxTensor, type OnnxType } from "./onnx-model.ts";
import type { Traced } from "./traced.ts";

/**
 * A value in the file. Where its shape is smaller than that of the node it is for, it broadcasts to it: most operators do so
 * by themselves, so repetition costs nothing until one does not.
 */
export interface Stored {
  readonly name: string;
  readonly shape: readonly Extent[];
}

/** Collects the nodes and the constants of an ONNX graph; equal ones are written once. */
export class GraphWriter {
  readonly #nodes = new Map<string, OnnxNode>();
  readonly #constants = new Map<string, OnnxTensor>();
  readonly #constantNames = new Map<string, string>();
  /** What was reshaped to these values. */
  readonly #reshaped = new Map<string, Stored>();
  readonly #stored = new Map<Traced, Stored>();
  readonly #truths = new Map<string, string>();
  readonly #names = new Set<string>();
  readonly #batchOf: string;
  #prefix = "";

  /** @param inputs the names of what goes in, the batch first in their shapes. */
  constructor(inputs: readonly string[]) {
    for (const name of inputs) this.nameFor(name);
    [this.#batchOf] = inputs;
  }

  /** A name of its own, this one if it is free. */
  nameFor(wanted: string): string {
    let name = wanted;
    for (let i = 1; this.#names.has(name); i++) name = `${wanted}_${i}`;
    this.#names.add(name);
    return name;
  }

  /** Runs `body` with a path before the names of the operations that it adds. */
  within<T>(path: string, body: () => T): T {
    this.#prefix = path;
    return body();
  }

  /** An operation; gives the name of its value. */
  add(operator: string, inputs: readonly string[], attributes: Readonly<Record<string, OnnxAttribute>> = {}): string {
    const key = JSON.stringify([operator, inputs, attributes]);
    const before = this.#nodes.get(key);
    if (before !== undefined) return before.name;
    const name = this.nameFor(`${this.#prefix}/${operator}`);
    this.#nodes.set(key, { name, operator, inputs, attributes });
    return name;
  }

  /** The same value under a name that is free. */
  rename(value: string, name: string): void {
    this.#nodes.set(JSON.stringify([name]), { name, operator: "Identity", inputs: [value], attributes: {} });
  }

  cast(value: string, to: OnnxType): string {
    return this.add("Cast", [value], { to: ONNX_TYPES[to] });
  }

  // ---- constants
  /** Numbers under a name, such as the weights of a layer. */
  tensor(wanted: string, shape: readonly number[], data: OnnxTensor["data"]): string {
    const before = this.#constantNames.get(wanted);
    if (before !== undefined) return before;
    const name = this.nameFor(wanted);
    this.#constantNames.set(wanted, name);
    this.#constants.set(name, { name, shape, data });
    return name;
  }

  /** The numbers under a name; undefined for what is computed. */
  constant(name: string): OnnxTensor | undefined {
    return this.#constants.get(name);
  }

  scalar(value: number): string {
    return this.tensor(`constant ${Object.is(value, -0) ? "-0" : value}`, [], Float32Array.of(value));
  }

  ints(values: readonly number[]): string {
    return this.tensor(`integers ${values.join(" ")}`, [values.length], BigInt64Array.from(values, BigInt));
  }

  // ---- shapes
  /** How many samples there are, [1]. */
  batch(): string {
    return this.add("Shape", [this.#batchOf], { start: 0, end: 1 });
  }

  /** A shape, as a list of whole numbers. */
  extents(shape: readonly Extent[]): string {
    if (shape.every((extent) => typeof extent === "number")) return this.ints(shape);
    const parts = shape.map((extent) => {
      if (typeof extent === "number") return this.ints([extent]);
      return sameExtent(extent, BATCH) ? this.batch() : this.add("Mul", [this.batch(), this.ints([extent.perSample])]);
    });
    return parts.length === 1 ? parts[0] : this.add("Concat", parts, { axis: 0 });
  }

  /** How long an axis is, as a float. */
  count(extent: Extent): string {
    return typeof extent === "number" ? this.scalar(extent) : this.cast(this.extents([extent]), "float");
  }

  /** The same numbers in another shape. */
  reshape(value: Stored, shape: readonly Extent[]): string {
    const from = this.#reshaped.get(value.name) ?? value;
    if (sameExtents(from.shape, shape)) return from.name;
    const known = shape.filter((extent) => typeof extent === "number");
    const one = known.length === shape.length - 1 && !known.includes(0);
    const target = one ? shape.map((extent) => (typeof extent === "number" ? extent : -1)) : shape;
    const name = this.add("Reshape", [from.name, this.extents(target)]);
    this.#reshaped.set(name, from);
    return name;
  }

  // ---- values of nodes
  store(node: Traced, stored: Stored): void {
    this.#stored.set(node, stored);
  }

  stored(node: Traced): Stored {
    const stored = this.#stored.get(node);
    if (stored !== undefined) return stored;
    throw usageError({ where: "exportOnnx", expected: "operands before results", received: node.primitive });
  }

  /** The value of a node with all of its dimensions, and with the full extents of some axes: of all by default. */
  full(node: Traced, axes: readonly number[] = node.shape.map((_, axis) => axis)): Stored {
    const { name, shape } = this.stored(node);
    const own = [...new Array<Extent>(node.shape.length - shape.length).fill(1), ...shape];
    const target = own.map((extent, axis) => (axes.includes(axis) ? node.shape[axis] : extent));
    const grown = target.map((extent, axis) => (sameExtent(extent, own[axis]) ? 1 : extent));
    if (grown.some((extent) => extent !== 1))
      return { name: this.add("Expand", [name, this.extents(grown)]), shape: target };
    return { name: this.reshape({ name, shape }, own), shape: own };
  }

  // ---- truth, which is 1 or 0 in the graph of a model
  /** 1 or 0 of what is true or false. */
  number(truth: string): string {
    const name = this.cast(truth, "float");
    this.#truths.set(name, truth);
    return name;
  }

  /** Whether a number is not 0. */
  truth(number: string): string {
    return this.#truths.get(number) ?? this.cast(number, "bool");
  }

  /** What the outputs depend on. */
  finish(outputs: readonly string[]): { nodes: OnnxNode[]; constants: OnnxTensor[] } {
    const needed = new Set(outputs);
    const nodes = [...this.#nodes.values()].reverse().filter(({ name, inputs }) => {
      if (!needed.has(name)) return false;
      for (const input of inputs) needed.add(input);
      return true;
    });
    return {
      nodes: nodes.reverse(),
      constants: [...this.#constants.values()].filter(({ name }) => needed.has(name)),
    };
  }
}
