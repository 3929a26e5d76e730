import { expect, test } from "vitest";
import { crc32c } from "./crc32c.ts";

/** RFC 3720, appendix B.4, whose numbers stand there byte by byte, the lowest first. */
const ISCSI_READ = [
  ..."01c00000 00000000 00000000 00000000 14000000 00000400".split(" "),
  ..."00000014 00000018 28000000 00000000 02000000 00000000".split(" "),
].join("");

test.each([
  ["the nine digits of every catalogue of checksums", new TextEncoder().encode("123456789"), 0xe3069283],
  ["nothing", new Uint8Array(), 0],
  ["32 bytes of zeros", new Uint8Array(32), 0x8a9136aa],
  ["32 bytes of ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ["32 bytes that rise", Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ["32 bytes that fall", Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ["a command to read", Uint8Array.from(Buffer.from(ISCSI_READ, "hex")), 0xd9963a56],
])("the CRC-32C of %s is the published one", (_, bytes, crc) => {
  expect(crc32c(bytes)).toBe(crc);
});
