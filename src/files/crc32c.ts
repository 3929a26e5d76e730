/**
 * The CRC-32C of some bytes: that of iSCSI, ext4 and TFRecord files, by another polynomial than that of zip.
 * Source: Castagnoli, Bräuer and Herrmann 1993; RFC 3720, appendix B.4
 */
export function crc32c(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) crc = (crc >>> 8) ^ REMAINDERS[(crc ^ byte) & 0xff];
  return ~crc >>> 0;
}

/** The remainder of each byte by the polynomial, bits reversed. */
const REMAINDERS = Int32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0x82f63b78 : 0);
  return remainder;
});
