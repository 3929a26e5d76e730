import type { Program } from "../../graph/program.ts";
import { sizeOf, stridesOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { once } from "../../once.ts";
import type { Buffer, Kernel, View } from "../kernel.ts";
import type { PlanOptions } from "../plan-options.ts";
import { identityPlace, isView } from "./access.ts";
import type { Crop } from "./images/crops.ts";
import { Terms } from "./terms.ts";

/** What is known while kernels are made: the kernels so far, and the buffer of each value in memory. */
export class Lowering {
  readonly kernels: Kernel[] = [];
  /** Whether convolutions may take Winograd's form. */
  readonly winograd: boolean;
  /** Whether the input gradient of channels on their own is a kernel. */
  readonly depthwise: boolean;
  readonly partsOf: PlanOptions["partsOf"];
  /** Whether a sample is to have the same bits in a batch of any size. */
  readonly bySample: boolean;
  #inMemory: ReadonlySet<Tensor>;
  #crops: ReadonlyMap<Tensor, Crop>;
  readonly #buffers = new Map<Tensor, Buffer>();
  /** Outputs that are to be computed in place. */
  readonly #promised = new Map<Tensor, Buffer>();
  readonly #leaves = new Map<string, Buffer>();
  readonly #withIndex = new Map<Tensor, boolean>();
  #named = 0;

  constructor(
    inMemory: ReadonlySet<Tensor>,
    crops: ReadonlyMap<Tensor, Crop>,
    { winograd = true, depthwise = true, partsOf, bySample = false }: PlanOptions & Pick<Program, "bySample">,
  ) {
    this.winograd = winograd;
    this.depthwise = depthwise;
    this.partsOf = partsOf;
    this.bySample = bySample;
    this.#inMemory = inMemory;
    this.#crops = crops;
  }

  /** From here on other values are put into memory too; what lies there stays. */
  goOn(inMemory: ReadonlySet<Tensor>, crops: ReadonlyMap<Tensor, Crop>): void {
    this.#inMemory = inMemory;
    this.#crops = crops;
  }

  /** A value that is not computed yet will be computed where the output is to lie, without a copy. */
  promise(name: string, node: Tensor): void {
    const source = node.is("reshape") ? node.operands[0] : node;
    if (this.isLoaded(source) || this.#promised.has(source)) return;
    this.#promised.set(source, { size: sizeOf(node.shape), storage: "float", name, kind: "output" });
  }

  /** A new temporary. */
  temporary(size: number, name: string): Buffer {
    return { size, storage: "float", name: `${name} ${this.#named++}`, kind: "temporary" };
  }

  /** The buffer in which a value lies contiguously. */
  bufferOf(node: Tensor): Buffer {
    const buffer = this.#buffers.get(node);
    if (buffer !== undefined) return buffer;
    if (node.is("reshape") || node.is("stopGradient")) return this.bufferOf(node.operands[0]);
    throw new Error(`${node.primitive} ${node.id} is not in memory`);
  }

  /** The same as floats: a copy where the value is stored in another way. */
  floatsOf(node: Tensor): Buffer {
    const buffer = this.bufferOf(node);
    return buffer.storage === "float" ? buffer : this.copyOf(node);
  }

  /** A new buffer with the value. */
  copyOf(node: Tensor): Buffer {
    const copy = this.temporary(sizeOf(node.shape), `copy of ${node.primitive}`);
    this.store(node, copy);
    return copy;
  }

  /** Whether a value can be loaded rather than computed. */
  isLoaded(node: Tensor): boolean {
    if (this.#buffers.has(node)) return true;
    return (node.is("reshape") || node.is("stopGradient")) && this.isLoaded(node.operands[0]);
  }

  /** Whether indices are part of a value by sums, products and views alone. */
  hasIndex(node: Tensor): boolean {
    if (node.is("iota")) return true;
    if (!node.is("add") && !node.is("mul") && !isView(node)) return false;
    return once(this.#withIndex, node, () => node.operands.some((operand) => this.hasIndex(operand)));
  }

  /** The part of an input gradient that is computed, if it is not all of it. */
  cropOf(node: Tensor): Crop | undefined {
    return this.#crops.get(node);
  }

  /** Where to compute a value that has to lie in memory; undefined if it need not, or lies there already. */
  bufferToFill(node: Tensor): Buffer | undefined {
    if (node.is("input") || node.is("variable")) {
      this.#buffers.set(node, this.#leaf(node));
      return undefined;
    }
    const held = this.#heldFor(node);
    if (!this.#inMemory.has(node) || this.#buffers.has(held)) return undefined;
    if ((node.is("reshape") || node.is("stopGradient")) && this.isLoaded(node.operands[0])) return undefined;
    const name = node.scope === "" ? node.primitive : `${node.scope} ${node.primitive}`;
    return this.#promised.get(held) ?? this.temporary(sizeOf(held.shape), name);
  }

  /** From here on the value is read from this buffer. */
  filled(node: Tensor, buffer: Buffer): void {
    this.#buffers.set(this.#heldFor(node), buffer);
  }

  /** A buffer of its own for an output, even if the value lies elsewhere already. */
  output(name: string, node: Tensor): Buffer {
    const promised = this.isLoaded(node) ? this.bufferOf(node) : undefined;
    if (promised?.kind === "output" && promised.name === name) return promised;
    const buffer: Buffer = { size: sizeOf(node.shape), storage: "float", name, kind: "output" };
    this.store(node, buffer);
    return buffer;
  }

  /** A buffer of its own for the new value of a variable, which is read from there from here on. */
  newValue(node: Tensor, variable: Buffer): Buffer {
    const buffer = this.temporary(variable.size, `new ${variable.name}`);
    this.#buffers.set(node, buffer);
    return buffer;
  }

  /** Adds a kernel that writes a value to a buffer, contiguously. */
  store(node: Tensor, buffer: Buffer): void {
    this.map(node, { buffer, offset: 0, strides: stridesOf(node.shape) });
  }

  /** Adds a kernel that computes `node` at every index of its shape, and stores it, or adds it, through a view. */
  map(node: Tensor, view: View, { root = false, accumulate = false } = {}): void {
    const terms = new Terms(this, node.shape);
    const term = terms.at(node, identityPlace(node.shape), root);
    this.kernels.push({ kind: "map", extents: node.shape, terms: terms.list, stores: [{ term, view, accumulate }] });
  }

  /** The node whose value lies in memory for this one: of an input gradient that is cropped, the crop. */
  #heldFor(node: Tensor): Tensor {
    return this.#crops.get(node)?.slice ?? node;
  }

  #leaf({ attributes: { name, storage }, shape, primitive }: Tensor<"input"> | Tensor<"variable">): Buffer {
    const make = (): Buffer => ({ size: sizeOf(shape), storage, name, kind: primitive });
    return once(this.#leaves, `${primitive} ${name}`, make);
  }
}
