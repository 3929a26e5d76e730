import { expect, test } from "vitest";
import { checksum } from "./checksum.ts";

test.each([
  ["", "00000000"],
  ["a", "e8b7be43"],
  ["abc", "352441c2"],
  ["123456789", "cbf43926"], // the check value of CRC-32 in every table of CRCs
  ["The quick brown fox jumps over the lazy dog", "414fa339"],
])("of %j is that of zip and gzip", (text, expected) => {
  expect(checksum(new TextEncoder().encode(text))).toBe(expected);
});
