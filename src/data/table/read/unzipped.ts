import { errorText } from "../../../error-text.ts";
import { EvenkeelError, runError } from "../../../errors.ts";
import { streamChunks } from "../../../files/stream-chunks.ts";
import { isGzip } from "../../files/is-gzip.ts";
import type { Chunks } from "./text-chunks.ts";

/** The same pieces, decompressed where they are gzip. @throws a run error, with the name of the file, for damaged ones. */
export async function* unzipped(where: string, chunks: Chunks): Chunks {
  const pieces = chunks[Symbol.asyncIterator]();
  const first = await pieces.next();
  const rest = { [Symbol.asyncIterator]: () => pieces };
  if (first.done) return;
  const start = first.value;
  if (typeof start === "string" || !isGzip(start)) {
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
  try {
    yield* streamChunks(compressed.pipeThrough(new DecompressionStream("gzip")));
  } catch (cause) {
    if (cause instanceof EvenkeelError || (cause as Error | undefined)?.name === "AbortError") throw cause;
    const received = errorText(cause);
    throw runError({ where, expected: "whole gzip data", received, cause });
  }
}
