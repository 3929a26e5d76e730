import { describe, expect, test } from "vitest";
import { tarHead, tarOf } from "../../../test/tar-of.ts";
import { EvenkeelError } from "../../errors.ts";
import { tarFiles } from "./tar-files.ts";

const FILES = { "a.bin": Uint8Array.of(1, 2, 3), "b/c.bin": new Uint8Array(600).fill(9) };
const whole = tarOf(FILES);

describe("a tar archive", () => {
  test("has its files", () => {
    expect(Object.fromEntries(tarFiles(whole, "a.tar"))).toEqual(FILES);
  });

  test.each(["-0000001000", "-777", "77777777777", "1e3", "0x10", "9", " ", "\x80\0\0\0"])(
    "with the size %j is refused",
    (size) => {
      const bytes = new Uint8Array([...tarHead("a.bin", size), ...new Uint8Array(1024)]);
      expect(() => tarFiles(bytes, "a.tar")).toThrow(EvenkeelError);
    },
  );

  test("with any bit of a head changed is refused, or ends there", () => {
    for (let bit = 0; bit < 8 * 512; bit++) {
      const bytes = whole.slice();
      bytes[bit >> 3] ^= 1 << (bit & 7);
      try {
        for (const [name, content] of tarFiles(bytes, "a.tar"))
          expect(content).toEqual(FILES[name as keyof typeof FILES]);
      } catch (error) {
        expect(error).toBeInstanceOf(EvenkeelError);
      }
    }
  });
});
