import type { Primitive } from "./primitives.ts";

/** A node that was made, and from what. Which number an operand was does not matter. */
interface Made<Node> {
  primitive: Primitive;
  attributes: object;
  operands: readonly (Node | number | undefined)[];
  result: Node;
}

/**
 * The nodes of a trace, in order. A trace that is taken again, for its numbers alone, finds the same nodes in place of making
 * them; from where it makes others, these are kept.
 */
export class Replay<Node> {
  readonly #made: Made<Node>[] = [];
  #place = 0;

  /** Starts from the first node again. */
  begin(): void {
    this.#place = 0;
  }

  /** The node that the trace made here before, if it was of this primitive, these attributes and these operands. */
  find(primitive: Primitive, attributes: object, ...[a, b, c]: Made<Node>["operands"]): Node | undefined {
    const made = this.#made[this.#place];
    if (made === undefined || made.primitive !== primitive || !alike(made.attributes, attributes)) return undefined;
    const [first, second, third] = made.operands;
    if (!(same(first, a) && same(second, b) && same(third, c))) return undefined;
    this.#place++;
    return made.result;
  }

  keep(made: Made<Node>): void {
    this.#made.length = this.#place++; // what came after it came from another node
    this.#made.push(made);
  }
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === "number" && typeof b === "number");
}

/** Attributes are numbers and lists of numbers; of most primitives they are one object without any. */
function alike(a: object, b: object): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
