import type { View } from "../../../plan/kernel.ts";
import { argument, roomOf } from "../shader.ts";
import { walk } from "./walk.ts";

/** Where a view begins. */
type Start = Pick<View, "buffer" | "offset">;

/** The places in memory that a shader is given, each once, and the code that reads and writes there. */
export class Places {
  readonly list: Start[] = [];
  readonly #indices: readonly string[];

  /** @param rank how many axes views walk along, by indices `i0`, `i1`, … */
  constructor(rank: number) {
    this.#indices = Array.from({ length: rank }, (_, axis) => `i${axis}`);
  }

  /** The place of a view's element: a word, or a byte of a word. */
  of({ buffer, offset, strides }: View): string {
    let at = this.list.findIndex((known) => known.buffer === buffer && known.offset === offset);
    if (at === -1) at = this.list.push({ buffer, offset }) - 1;
    return walk(argument(at), strides, this.#indices);
  }

  /** offset + Σ indexᵢ · strideᵢ as a number. */
  number(offset: number, strides: readonly number[]): string {
    return `f32(bitcast<i32>(${walk(`${offset >>> 0}u`, strides, this.#indices)}))`;
  }

  /** The bits of the element at a place. */
  bits({ buffer }: Start, place: string): string {
    const room = roomOf({ buffer });
    return buffer.storage === "uint8" ? `byteOf(${room}[(${place}) >> 2u], ${place})` : `${room}[${place}]`;
  }

  /** The element at a place as a number. */
  load(start: Start, place: string): string {
    const bits = this.bits(start, place);
    const { storage } = start.buffer;
    if (storage === "float") return `bitcast<f32>(${bits})`;
    return storage === "int32" ? `f32(bitcast<i32>(${bits}))` : `f32(${bits})`;
  }

  /** Stores a number as a view's element, or adds it to what is there. */
  store(view: View, value: string, accumulate: boolean): string {
    const target = `${roomOf(view)}[${this.of(view)}]`;
    return `${target} = bitcast<u32>(${accumulate ? `bitcast<f32>(${target}) + ` : ""}${value});`;
  }
}
