import type { Chunks } from "./text-chunks.ts";

/** The same pieces, decompressed where they are gzip. */
export async function* unzipped(chunks: Chunks): Chunks {
  const pieces = chunks[Symbol.asyncIterator]();
  const first = await pieces.next();
  const rest = { [Symbol.asyncIterator]: () => pieces };
  if (first.done) return;
  const start = first.value;
  if (typeof start === "string" || start[0] !== 0x1f || start[1] !== 0x8b) {
    yield start;
    yield* rest;
    return;
  }
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(start as Uint8Array<ArrayBuffer>),
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
  });
  yield* streamChunks(compressed.pipeThrough(new DecompressionStream("gzip")));
}

/** The pieces of a stream; browsers without its iterator have its reader. */
export async function* streamChunks<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {}); // nobody reads on
  }
}
