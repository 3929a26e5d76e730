import * as v from "valibot";
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

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const headerSchema = v.objectWithRest(
  { __metadata__: v.optional(v.record(v.string(), v.string()), {}) },
  v.object({ dtype: v.literal("F32"), shape: v.array(whole), data_offsets: v.tuple([whole, whole]) }),
);

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
  const start = 8 + length;
  const { __metadata__: metadata, ...entries } = readHeader(bytes.subarray(8, start), where);
  let end = 0;
  for (const [name, { shape, data_offsets: offsets }] of Object.entries(entries)) {
    const [from, to] = offsets;
    const size = shape.reduce((product, extent) => product * extent, 4);
    if (from !== end || to - from !== size || start + to > bytes.length)
      throw damaged(
        where,
        `tensor ${name} of ${size} bytes at ${end}, within the file`,
        `offsets ${offsets.join(" to ")}`,
      );
    end = to;
  }
  const tensors = Object.fromEntries(
    Object.entries(entries).map(([name, { data_offsets: offsets }]) => {
      const [from, to] = offsets;
      return [name, new Float32Array(bytes.slice(start + from, start + to).buffer)];
    }),
  );
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array, where: string): v.InferOutput<typeof headerSchema> {
  try {
    return v.parse(headerSchema, JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, "") : String(cause);
    throw damaged(where, "a JSON header of float32 tensors", reason);
  }
}

function damaged(where: string, expected: string, received: string): Error {
  return runError({ where, expected, received, fix: "The file is damaged or of another kind; use an earlier copy." });
}
