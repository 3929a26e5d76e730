import { expect, test } from "vitest";
import { EvenkeelError } from "../errors.ts";
import { decodeFile, encodeFile } from "./evenkeel-file.ts";

const tensors = { "model/0.dense/kernel": Float32Array.of(1, -2, 3, 0.5), "training/count": Float64Array.of(1 / 3) };
const bytes = encodeFile({ model: { layers: [1, 2] }, note: "ß" }, tensors, { "model/0.dense/kernel": [2, 2] });

test("every single bit that is flipped is noticed", () => {
  const accepted: string[] = [];
  for (let at = 0; at < bytes.length; at++)
    for (let bit = 0; bit < 8; bit++) {
      const changed = bytes.slice();
      changed[at] ^= 1 << bit;
      try {
        decodeFile(changed, "file");
        accepted.push(`bit ${bit} of byte ${at}`);
      } catch (error) {
        expect(error).toBeInstanceOf(EvenkeelError);
      }
    }
  expect(accepted).toEqual([]);
});

test("what is whole is read", () => {
  expect(decodeFile(bytes, "file").tensors["training/count"]).toEqual(Float64Array.of(1 / 3));
});
