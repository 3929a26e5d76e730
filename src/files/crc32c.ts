import { remainders } from "./remainders.ts";

/**
 * The CRC-32C of some bytes: that of iSCSI, ext4 and TFRecord files, by another polynomial than that of zip.
 * Source: Castagnoli, Bräuer and Herrmann 1993; RFC 3720, appendix B.4
 */
export function crc32c(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) crc = (crc >>> 8) ^ REMAINDERS[(crc ^ byte) & 0xff];
  return ~crc >>> 0;
}

const REMAINDERS = remainders(0x82f63b78);
