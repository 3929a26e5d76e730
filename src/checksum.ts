/** The CRC-32 of some bytes as eight hexadecimal digits: that of zip, gzip and PNG. Source: ISO 3309, RFC 1952. */
export function checksum(bytes: Uint8Array): string {
  let crc = ~0;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ REMAINDERS[(crc ^ bytes[i]) & 0xff];
  return (~crc >>> 0).toString(16).padStart(8, "0");
}

/** The remainder of each byte by the polynomial, bits reversed. */
const REMAINDERS = Int32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  return remainder;
});
