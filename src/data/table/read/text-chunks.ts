import { usageError } from "../../../errors.ts";
import { show } from "../../../options/show.ts";
import { typeName } from "../../stored-numbers.ts";
import { encodingOf, expectDecoded, expectTextBytes, otherEncoding } from "./expect-text.ts";

/** Pieces of a file, as they come in. */
export type Chunks = AsyncIterable<string | Uint8Array>;

/**
 * The text of a file, piece by piece, without a byte order mark: bytes are UTF-8, or UTF-16 with a byte order mark.
 * @throws a run error for another encoding, and for what is no text.
 */
export async function* textChunks(name: string, chunks: Chunks): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let encoding = "utf-8";
  let isFirst = true;
  const decoded = (bytes: Uint8Array | undefined) => {
    try {
      return decoder?.decode(bytes, { stream: bytes !== undefined }) ?? "";
    } catch (cause) {
      throw otherEncoding(name, encoding, cause);
    }
  };
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    if (typeof chunk !== "string" && typeName(chunk) !== "Uint8Array")
      throw usageError({ where: name, expected: "pieces of text or bytes", received: show(chunk) });
    if (typeof chunk !== "string" && decoder === undefined) {
      encoding = encodingOf(chunk);
      if (encoding === "utf-8") expectTextBytes(name, chunk);
      decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: false });
    }
    const text = typeof chunk === "string" ? chunk : decoded(chunk);
    if (isFirst) expectDecoded(name, text);
    yield isFirst ? text.replace(/^\uFEFF/, "") : text;
    isFirst = false;
  }
  yield decoded(undefined);
}
