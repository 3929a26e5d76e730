import { isElementwise } from "../../graph/primitives.ts";
import { stridesOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { type Buffer, type Term, termKey, type View } from "../kernel.ts";
import { type Coordinate, combine, isView, type Place, placeInOperand } from "./access.ts";

/** What is known of the values that lie in memory. */
interface InMemory {
  /** Whether a value can be loaded rather than computed. */
  isLoaded(node: Tensor): boolean;
  /** The buffer in which it lies contiguously. */
  bufferOf(node: Tensor): Buffer;
}

/** The expression of one kernel: its terms, each once. */
export class Terms {
  readonly list: Term[] = [];
  readonly #memory: InMemory;
  readonly #rank: number;
  readonly #places = new Map<string, number>();

  constructor(memory: InMemory, rank: number) {
    this.#memory = memory;
    this.#rank = rank;
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
    if (!isElementwise(node.primitive)) throw new Error(`${node.primitive} ${node.id} is not in memory`);
    const args = node.operands.map((operand) => this.at(operand, place));
    return this.#add({ op: node.primitive, args });
  }

  #view(node: Tensor, place: Place): View {
    const { offset, strides } = combine(place, stridesOf(node.shape), this.#rank);
    return { buffer: this.#memory.bufferOf(node), offset, strides };
  }

  /** Element [i, …] of the rows of a table: row indices[i], the rest in place. */
  #rows(node: Tensor<"gather">, place: Place): View {
    const [table, indices] = node.operands;
    const within: Coordinate[] = [combine([], [], this.#rank), ...place.slice(indices.rank)];
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
    const key = termKey(term);
    let at = this.#places.get(key);
    if (at === undefined) {
      at = this.list.push(term) - 1;
      this.#places.set(key, at);
    }
    return at;
  }
}
