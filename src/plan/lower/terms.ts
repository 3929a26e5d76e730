import { isElementwise } from "../../graph/primitives.ts";
import { type Shape, stridesOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { Buffer, Term, View } from "../kernel.ts";
import { lastEqual } from "../last-equal.ts";
import { at, type Coordinate, combine, isView, type Place, placeInOperand } from "./access.ts";

/** What is known of values, and of those that lie in memory. */
interface InMemory {
  /** Whether a value can be loaded rather than computed. */
  isLoaded(node: Tensor): boolean;
  /** Whether indices are part of a value by sums, products and views alone. */
  hasIndex(node: Tensor): boolean;
  /** The buffer in which it lies contiguously. */
  bufferOf(node: Tensor): Buffer;
}

/** float32 has all whole numbers up to here. */
const EXACT = 2 ** 24;

/** The expression of one kernel: its terms, each once. */
export class Terms {
  readonly list: Term[] = [];
  readonly #memory: InMemory;
  readonly #shape: Shape;
  readonly #rank: number;

  /** @param shape the extents of the iteration space */
  constructor(memory: InMemory, shape: Shape) {
    this.#memory = memory;
    this.#shape = shape;
    this.#rank = shape.length;
  }

  /** The term that is the element of `node` at `place`. A root is computed even where it could be loaded. */
  at(node: Tensor, place: Place, root = false): number {
    if (!root && this.#memory.isLoaded(node)) return this.#add({ op: "load", view: this.#view(node, place) });
    if (isView(node)) return this.at(node.operands[0], placeInOperand(node, place, this.#rank));
    if (node.is("constant")) return this.#add({ op: "constant", value: node.attributes.value });
    if (node.is("iota")) {
      const { offset, strides } = place[node.attributes.axis];
      return this.#add({ op: "index", offset, strides });
    }
    if (node.is("gather")) return this.#add({ op: "load", view: this.#rows(node, place) });
    const index = this.#indexOf(node, place);
    if (index !== undefined) return this.#add({ op: "index", ...index });
    if (!isElementwise(node.primitive)) throw new Error(`${node.primitive} ${node.id} is not in memory`);
    const args = node.operands.map((operand) => this.at(operand, place));
    return this.#add({ op: node.primitive, args });
  }

  /** Sums and multiples of indices as one index, where float32 has all these numbers. */
  #indexOf(node: Tensor, place: Place): Coordinate | undefined {
    if (!(node.is("add") || node.is("mul")) || !this.#memory.hasIndex(node)) return undefined;
    const index = this.#wholeAt(node, place);
    if (index === undefined || index.strides.every((stride) => stride === 0)) return undefined;
    const { offset, strides } = index;
    const largest = strides.reduce((sum, s, axis) => sum + Math.abs(s) * (this.#shape[axis] - 1), Math.abs(offset));
    return largest <= EXACT ? index : undefined;
  }

  /** The value of a node as whole numbers: offset + Σ indexᵢ · stridesᵢ, or undefined. */
  #wholeAt(node: Tensor, place: Place): Coordinate | undefined {
    if (this.#memory.isLoaded(node)) return undefined;
    if (isView(node)) return this.#wholeAt(node.operands[0], placeInOperand(node, place, this.#rank));
    if (node.is("iota")) return place[node.attributes.axis];
    if (node.is("constant")) {
      const { value } = node.attributes;
      return Number.isInteger(value) && !Object.is(value, -0) ? at(value, this.#rank) : undefined;
    }
    if (!node.is("add") && !node.is("mul")) return undefined;
    const a = this.#wholeAt(node.operands[0], place);
    const b = a && this.#wholeAt(node.operands[1], place);
    if (b === undefined || a === undefined) return undefined;
    if (node.is("add")) return combine([a, b], [1, 1], this.#rank);
    const [factor, other] = a.strides.every((stride) => stride === 0) ? [a, b] : [b, a];
    return factor.strides.every((stride) => stride === 0) ? combine([other], [factor.offset], this.#rank) : undefined;
  }

  #view(node: Tensor, place: Place): View {
    const { offset, strides } = combine(place, stridesOf(node.shape), this.#rank);
    return { buffer: this.#memory.bufferOf(node), offset, strides };
  }

  /** Element [i, …] of the rows of a table: row indices[i], the rest in place. */
  #rows(node: Tensor<"gather">, place: Place): View {
    const [table, indices] = node.operands;
    const within: Coordinate[] = [at(0, this.#rank), ...place.slice(indices.rank)];
    const { offset, strides } = combine(within, stridesOf(table.shape), this.#rank);
    return {
      buffer: this.#memory.bufferOf(table),
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
    const place = lastEqual(this.list, term);
    return place === -1 ? this.list.push(term) - 1 : place;
  }
}
