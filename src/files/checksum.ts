import { remainders } from "./remainders.ts";

/** The CRC-32 of some numbers or of a text as eight hexadecimal digits: that of zip, gzip and PNG. Source: ISO 3309, RFC 1952. */
export function checksum(of: ArrayBufferView | string): string {
  const bytes =
    typeof of === "string" ? new TextEncoder().encode(of) : new Uint8Array(of.buffer, of.byteOffset, of.byteLength);
  let crc = ~0;
  let i = 0;
  for (; i + 4 <= bytes.length; i += 4) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc = FOURTH[crc & 0xff] ^ THIRD[(crc >>> 8) & 0xff] ^ SECOND[(crc >>> 16) & 0xff] ^ FIRST[crc >>> 24];
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ FIRST[(crc ^ bytes[i]) & 0xff];
  return (~crc >>> 0).toString(16).padStart(8, "0");
}

const FIRST = remainders(0xedb88320);
/** The same of bytes that one, two and three others follow: four are taken at once. Source: Kounavis and Berry 2005. */
const SECOND = followed(FIRST);
const THIRD = followed(SECOND);
const FOURTH = followed(THIRD);

function followed(remainders: Int32Array): Int32Array {
  return remainders.map((remainder) => (remainder >>> 8) ^ FIRST[remainder & 0xff]);
}
