import { csvColumns } from "evenkeel";

/** Bytes that the columns are found in. */
const HEAD = 65_536;
const NEW_LINE = 10;

/** The names of the columns of a table, by its first lines. @throws what the library says of them. */
export async function columnsIn(blob: Blob, name: string): Promise<string[]> {
  const head = await firstBytes(name.endsWith(".gz") ? unpacked(blob) : blob.stream());
  const end = head.lastIndexOf(NEW_LINE);
  return csvColumns(head.length < HEAD || end < 0 ? head : head.slice(0, end + 1), { name });
}

function unpacked(blob: Blob): ReadableStream<Uint8Array> {
  return blob.stream().pipeThrough(new DecompressionStream("gzip"));
}

async function firstBytes(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  for (let size = 0; size < HEAD; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
  }
  await reader.cancel();
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()).slice(0, HEAD);
}
