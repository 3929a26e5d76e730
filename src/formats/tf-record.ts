import { crc32c } from "../files/crc32c.ts";

/**
 * A record of a TFRecord file: length (u64), masked CRC-32C of these eight bytes, payload, masked CRC-32C of it; all
 * little-endian. Records stand one after another.
 * Source: https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */
export function tfRecord(payload: Uint8Array): Uint8Array {
  const record = new Uint8Array(payload.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(payload.length), true);
  view.setUint32(8, masked(crc32c(record.subarray(0, 8))), true);
  record.set(payload, 12);
  view.setUint32(12 + payload.length, masked(crc32c(payload)), true);
  return record;
}

/** Checksums of what holds checksums are weak, so they are rotated, and a constant is added. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
