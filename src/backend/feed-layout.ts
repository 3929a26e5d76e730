import { BYTES, type Storage } from "../graph/primitives.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import { aligned } from "../plan/schedule/layout.ts";
import type { Feed, Fetched } from "./backend.ts";

interface Field {
  name: string;
  shape: Shape;
  storage: Storage;
}

/** Where named values lie side by side in memory: all that one run is fed, or gives back. */
export class FeedLayout {
  readonly bytes: number;
  readonly #fields: readonly (Field & { offset: number })[];

  constructor(fields: readonly Field[]) {
    let bytes = 0;
    this.#fields = fields.map((field) => {
      const placed = { ...field, offset: bytes };
      bytes += aligned(sizeOf(field.shape) * BYTES[field.storage]);
      return placed;
    });
    this.bytes = bytes;
  }

  offsetOf(name: string): number {
    return (this.#fields.find((field) => field.name === name) as { offset: number }).offset;
  }

  write(buffer: ArrayBufferLike, at: number, feed: Feed): void {
    for (const { name, shape, storage, offset } of this.#fields)
      viewOf(storage, buffer, at + offset, sizeOf(shape)).set(feed[name]);
  }

  read(buffer: ArrayBufferLike, at: number): Fetched {
    return Object.fromEntries(
      this.#fields.map(({ name, shape, offset }) => [
        name,
        new Float32Array(buffer, at + offset, sizeOf(shape)).slice(),
      ]),
    );
  }
}

/** Numbers in memory, by how they are stored. */
export function viewOf(
  storage: Storage,
  buffer: ArrayBufferLike,
  at: number,
  size: number,
): Uint8Array | Int32Array | Uint32Array | Float32Array {
  if (storage === "uint8") return new Uint8Array(buffer, at, size);
  if (storage === "int32") return new Int32Array(buffer, at, size);
  return storage === "uint32" ? new Uint32Array(buffer, at, size) : new Float32Array(buffer, at, size);
}
