import type { HostArray } from "../backend/backend.ts";

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
