import type { HostArray } from "../backend/backend.ts";
import { runError } from "../errors.ts";

/**
 * The bytes of a safetensors file: eight bytes of header length, a JSON header, then the numbers, all little-endian.
 * Tensors are written flat, as float32.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, HostArray>>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, data] of Object.entries(tensors)) {
    header[name] = { dtype: "F32", shape: [data.length], data_offsets: [end, end + data.length * 4] };
    end += data.length * 4;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((8 + text.length) / 8) * 8; // padded with spaces, so that numbers are aligned
  const bytes = new Uint8Array(start + end).fill(0x20, 8, start);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  let at = start;
  for (const data of Object.values(tensors)) {
    new Float32Array(bytes.buffer, at, data.length).set(data);
    at += data.length * 4;
  }
  return bytes;
}

interface Header {
  [name: string]: { dtype: string; shape: number[]; data_offsets: [number, number] };
}

/**
 * The float32 tensors and the metadata of a safetensors file. Everything is checked before anything is allocated.
 * @throws a run error for bytes that are no such file, or are damaged.
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  where: string,
): { tensors: Record<string, Float32Array>; metadata: Record<string, string> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? Number.NaN : Number(view.getBigUint64(0, true));
  if (!(length <= bytes.length - 8))
    throw damaged(where, `a header within ${bytes.length} bytes`, `one of ${length} bytes`);
  let header: Header & { __metadata__?: Record<string, string> };
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch (cause) {
    throw damaged(where, "a header of JSON", cause instanceof Error ? cause.message : String(cause));
  }
  const { __metadata__: metadata = {}, ...entries } = header;
  const start = 8 + length;
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(entries)) {
    const [from, to] = data_offsets ?? [];
    const size = shape?.reduce((product, extent) => product * extent, 1);
    if (dtype !== "F32" || !(from >= 0 && to - from === size * 4 && start + to <= bytes.length))
      throw damaged(
        where,
        `float32 numbers of tensor ${name} within the file`,
        `${dtype} [${shape}] at ${data_offsets}`,
      );
  }
  const tensors = Object.fromEntries(
    Object.entries(entries).map(
      ([
        name,
        {
          data_offsets: [from, to],
        },
      ]) => [name, new Float32Array(bytes.slice(start + from, start + to).buffer)],
    ),
  );
  return { tensors, metadata };
}

function damaged(where: string, expected: string, received: string): Error {
  return runError({ where, expected, received, fix: "The file is damaged or of another kind; use an earlier copy." });
}
