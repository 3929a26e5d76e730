import { usageError } from "../../errors.ts";
import { isElementwise, isReduction } from "../../graph/primitives.ts";
import { type Program, withoutProbes } from "../../graph/program.ts";
import { type Shape, sizeOf, stridesOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { once } from "../../once.ts";
import { type Buffer, type Kernel, type Term, termKey, type View } from "../kernel.ts";
import { type Coordinate, combine, identityPlace, isView, type Place, placeInOperand } from "./access.ts";
import { convolutionKernels } from "./convolutions.ts";
import { type Crop, croppedGradients } from "./crops.ts";
import { materialized } from "./materialize.ts";

/** The kernels of a program, in an order in which they may run, and where its outputs are. */
export interface Fused {
  kernels: Kernel[];
  /** The kernels that only watch, to run after the others. */
  probes: Kernel[];
  /** Where probes read the new values of variables, whose memory keeps the old ones until they are done. */
  newValues: Map<Buffer, Buffer>;
  /** For each output, the buffer that holds it after a run. */
  outputs: Record<string, Buffer>;
}

/** Makes a kernel of every value that has to lie in memory, with all that it is computed from on the fly inside. */
export function fuse(program: Program, winograd = true): Fused {
  const { probes } = program;
  const step = probes.size === 0 ? program : withoutProbes(program);
  const lowering = new Lowering(materialized(step), croppedGradients(step), winograd);
  for (const node of step.nodes) lowering.compute(node);
  const outputs = Object.fromEntries(
    Object.entries(step.outputs).map(([name, node]) => [name, lowering.output(name, node)]),
  );
  // After all else, for every other kernel reads the old values.
  const watched = readByProbes(program, step);
  const newValues = new Map<Buffer, Buffer>();
  for (const { variable, value } of program.updates) {
    const { name, storage } = variable.attributes;
    if (storage !== "float")
      throw usageError({ where: `update of "${name}"`, expected: "a variable stored as floats", received: storage });
    const buffer = lowering.bufferOf(variable);
    lowering.store(value, buffer);
    if (watched.has(value) && !lowering.isLoaded(value)) newValues.set(buffer, lowering.newValue(value, buffer));
  }
  const kernels = lowering.kernels.splice(0);
  if (probes.size > 0) {
    lowering.goOn(materialized(program), croppedGradients(program));
    for (const name of probes) lowering.promise(name, program.outputs[name]);
    for (const node of program.nodes) lowering.compute(node);
    for (const name of probes) outputs[name] = lowering.output(name, program.outputs[name]);
  }
  return { kernels, probes: lowering.kernels, newValues, outputs };
}

/** The values of a step that its probes read. */
function readByProbes(program: Program, step: Program): Set<Tensor> {
  const own = new Set(step.nodes);
  return new Set(program.nodes.flatMap((node) => (own.has(node) ? [] : node.operands.filter((o) => own.has(o)))));
}

/** What is known while kernels are made: the buffer of each value in memory. */
export class Lowering {
  readonly kernels: Kernel[] = [];
  /** Whether convolutions may take Winograd's form. */
  readonly winograd: boolean;
  #inMemory: ReadonlySet<Tensor>;
  #crops: ReadonlyMap<Tensor, Crop>;
  readonly #buffers = new Map<Tensor, Buffer>();
  /** Outputs that are to be computed in place. */
  readonly #promised = new Map<Tensor, Buffer>();
  readonly #leaves = new Map<string, Buffer>();
  #named = 0;

  constructor(inMemory: ReadonlySet<Tensor>, crops: ReadonlyMap<Tensor, Crop>, winograd: boolean) {
    this.winograd = winograd;
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

  /** The same as floats: a copy where the value is stored otherwise. */
  floatsOf(node: Tensor): Buffer {
    const buffer = this.bufferOf(node);
    return buffer.storage === "float" ? buffer : this.#copy(node);
  }

  /** Adds the kernels that put a value into memory, if it has to lie there. */
  compute(node: Tensor): void {
    if (node.is("input") || node.is("variable")) {
      this.#buffers.set(node, this.#leaf(node));
      return;
    }
    // Of a gradient that is cropped, the crop is what lies in memory.
    const held = this.#crops.get(node)?.slice ?? node;
    if (!this.#inMemory.has(node) || this.#buffers.has(held)) return;
    if ((node.is("reshape") || node.is("stopGradient")) && this.isLoaded(node.operands[0])) return;
    const name = node.scope === "" ? node.primitive : `${node.scope} ${node.primitive}`;
    const buffer = this.#promised.get(held) ?? this.temporary(sizeOf(held.shape), name);
    this.#lower(node, buffer);
    this.#buffers.set(held, buffer);
  }

  /** A buffer of its own for an output, even if the value lies elsewhere already. */
  output(name: string, node: Tensor): Buffer {
    const promised = this.isLoaded(node) ? this.bufferOf(node) : undefined;
    if (promised?.kind === "output" && promised.name === name) return promised;
    const buffer: Buffer = { size: sizeOf(node.shape), storage: "float", name, kind: "output" };
    this.store(node, buffer);
    return buffer;
  }

  /** Adds a kernel that writes a value to a buffer, contiguously. */
  store(node: Tensor, buffer: Buffer): void {
    this.map(node, node.shape, { buffer, offset: 0, strides: stridesOf(node.shape) }, false, false);
  }

  /** Memory of its own for what a variable becomes, from where it is read from here on. */
  newValue(node: Tensor, variable: Buffer): Buffer {
    const buffer = this.temporary(variable.size, `new ${variable.name}`);
    this.#buffers.set(node, buffer);
    return buffer;
  }

  /** Adds a kernel that computes `node` at every index of its shape, and stores it through a view. */
  map(node: Tensor, extents: Shape, view: View, root: boolean, accumulate: boolean): void {
    const terms = new Terms(this, extents.length);
    const term = terms.at(node, identityPlace(extents), root);
    this.kernels.push({ kind: "map", extents, terms: terms.list, stores: [{ term, view, accumulate }] });
  }

  /** Whether a value can be loaded rather than computed. */
  isLoaded(node: Tensor): boolean {
    if (this.#buffers.has(node)) return true;
    return (node.is("reshape") || node.is("stopGradient")) && this.isLoaded(node.operands[0]);
  }

  #leaf({ attributes: { name, storage }, shape, primitive }: Tensor<"input"> | Tensor<"variable">): Buffer {
    const make = (): Buffer => ({ size: sizeOf(shape), storage, name, kind: primitive });
    return once(this.#leaves, `${primitive} ${name}`, make);
  }

  #lower(node: Tensor, buffer: Buffer): void {
    if (isReduction(node.primitive)) this.#reduce(node as Tensor<"sum">, buffer);
    else if (node.is("random")) {
      const key = this.bufferOf(node.operands[0]);
      this.kernels.push({ kind: "random", buffer, key, stream: node.attributes.stream });
    } else if (node.is("pad")) this.#pad(node, buffer);
    else if (node.is("unwindow")) this.#unwindow(node, buffer);
    else if (node.is("scatterAdd")) this.#scatter(node, buffer);
    else if (node.is("matmul")) this.#matmul(node, buffer);
    else if (node.is("conv2d") || node.is("conv2dInputGradient") || node.is("conv2dKernelGradient"))
      convolutionKernels(this, node, buffer, this.#crops.get(node));
    else this.map(node, node.shape, { buffer, offset: 0, strides: stridesOf(node.shape) }, true, false);
  }

  #reduce(node: Tensor<"sum">, buffer: Buffer): void {
    const [operand] = node.operands;
    const { axes } = node.attributes;
    const terms = new Terms(this, operand.rank);
    const term = terms.at(operand, identityPlace(operand.shape), false);
    const strides = stridesOf(node.shape).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
    this.kernels.push({
      kind: "reduce",
      extents: operand.shape,
      reduced: operand.shape.map((_, axis) => axes.includes(axis)),
      terms: terms.list,
      results: [{ op: node.primitive, term, view: { buffer, offset: 0, strides } }],
    });
  }

  /** Zeros, then the operand at its places among them. */
  #pad(node: Tensor<"pad">, buffer: Buffer): void {
    const [operand] = node.operands;
    const { before, interior } = node.attributes;
    const strides = stridesOf(node.shape);
    this.kernels.push({ kind: "fill", buffer });
    const view = {
      buffer,
      offset: before.reduce((offset, zeros, axis) => offset + zeros * strides[axis], 0),
      strides: strides.map((stride, axis) => stride * (interior[axis] + 1)),
    };
    this.map(operand, operand.shape, view, false, false);
  }

  /** Windows that do not overlap are stored at their places; the others are added up, tap by tap. */
  #unwindow(node: Tensor<"unwindow">, buffer: Buffer): void {
    const [operand] = node.operands;
    const [batch, rows, down, columns, across, channels] = operand.shape;
    const { stride } = node.attributes;
    const [image, row, column] = stridesOf(node.shape);
    const strides = [image, stride[0] * row, row, stride[1] * column, column, 1];
    if (rows * down !== node.shape[1] || columns * across !== node.shape[2] || down > stride[0] || across > stride[1])
      this.kernels.push({ kind: "fill", buffer });
    if (down <= stride[0] && across <= stride[1]) {
      this.map(operand, operand.shape, { buffer, offset: 0, strides }, false, false);
      return;
    }
    for (let i = 0; i < down; i++)
      for (let j = 0; j < across; j++) {
        const tap = operand.slice([0, 0, i, 0, j, 0], [batch, rows, 1, columns, 1, channels]);
        this.map(tap, tap.shape, { buffer, offset: i * row + j * column, strides }, false, true);
      }
  }

  #scatter(node: Tensor<"scatterAdd">, buffer: Buffer): void {
    const [values, indices] = node.operands;
    this.kernels.push({ kind: "fill", buffer });
    this.kernels.push({
      kind: "scatter",
      values: this.floatsOf(values),
      indices: this.bufferOf(indices),
      out: buffer,
      row: sizeOf(node.shape.slice(1)),
      rows: node.attributes.rows,
    });
  }

  #matmul(node: Tensor<"matmul">, buffer: Buffer): void {
    const [a, b] = node.operands;
    const [m, n] = node.shape.slice(-2);
    const k = a.shape[a.rank - 1];
    const batch = sizeOf(node.shape.slice(0, -2));
    this.kernels.push({ kind: "matmul", batch, m, n, k, a: this.#matrix(a), b: this.#matrix(b), out: buffer });
  }

  /** A view over (batch, row, column) of an operand that is loaded, perhaps transposed; of a copy where none fits. */
  #matrix(node: Tensor): View {
    const lead = node.shape.slice(0, -2);
    const terms = new Terms(this, node.rank);
    terms.at(node, identityPlace(node.shape), false);
    const [term] = terms.list;
    if (terms.list.length !== 1 || term.op !== "load") throw new Error("a matrix has to lie in memory");
    const { buffer, offset, strides } = term.view;
    const [row, column] = strides.slice(-2);
    const batch = jointStride(lead, strides);
    if (batch !== undefined && buffer.storage === "float") return { buffer, offset, strides: [batch, row, column] };
    const [m, n] = node.shape.slice(-2);
    return { buffer: this.#copy(node), offset: 0, strides: [m * n, n, 1] };
  }

  #copy(node: Tensor): Buffer {
    const copy = this.temporary(sizeOf(node.shape), `copy of ${node.primitive}`);
    this.store(node, copy);
    return copy;
  }
}

/** The one stride that walks the leading axes in row-major order, or undefined if it takes several. */
function jointStride(extents: Shape, strides: readonly number[]): number | undefined {
  const axes = extents.flatMap((extent, axis) => (extent === 1 ? [] : [axis]));
  const joint = axes.slice(1).every((axis, i) => strides[axes[i]] === strides[axis] * extents[axis]);
  if (!joint) return undefined;
  const last = axes.at(-1);
  return last === undefined ? 0 : strides[last];
}

/** The expression of one kernel: terms, each once. */
export class Terms {
  readonly list: Term[] = [];
  readonly #lowering: Lowering;
  readonly #rank: number;
  readonly #places = new Map<string, number>();

  constructor(lowering: Lowering, rank: number) {
    this.#lowering = lowering;
    this.#rank = rank;
  }

  /** The term that is the element of `node` at `place`. A root is computed even where it could be loaded. */
  at(node: Tensor, place: Place, root: boolean): number {
    if (!root && this.#lowering.isLoaded(node)) return this.#add({ op: "load", view: this.#view(node, place) });
    if (isView(node)) return this.at(node.operands[0], placeInOperand(node, place, this.#rank), false);
    if (node.is("constant")) return this.#add({ op: "constant", value: node.attributes.value });
    if (node.is("iota")) {
      const { offset, strides } = place[node.attributes.axis];
      return this.#add({ op: "index", offset, strides });
    }
    if (node.is("gather")) return this.#add({ op: "load", view: this.#rows(node, place) });
    if (!isElementwise(node.primitive)) throw new Error(`${node.primitive} ${node.id} is not in memory`);
    const args = node.operands.map((operand) => this.at(operand, place, false));
    return this.#add({ op: node.primitive, args });
  }

  #view(node: Tensor, place: Place): View {
    const { offset, strides } = combine(place, stridesOf(node.shape), this.#rank);
    return { buffer: this.#lowering.bufferOf(node), offset, strides };
  }

  /** Element [i, …] of the rows of a table: row indices[i], the rest in place. */
  #rows(node: Tensor<"gather">, place: Place): View {
    const [table, indices] = node.operands;
    const within: Coordinate[] = [combine([], [], this.#rank), ...place.slice(indices.rank)];
    const { offset, strides } = combine(within, stridesOf(table.shape), this.#rank);
    return {
      buffer: this.#lowering.bufferOf(table),
      offset,
      strides,
      rows: {
        indices: this.#view(indices, place.slice(0, indices.rank)),
        stride: stridesOf(table.shape)[0],
        count: table.shape[0],
      },
    };
  }

  #add(term: Term): number {
    const key = termKey(term);
    let at = this.#places.get(key);
    if (at === undefined) {
      at = this.list.push(term) - 1;
      this.#places.set(key, at);
    }
    return at;
  }
}
