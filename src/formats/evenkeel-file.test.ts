import fc from "fast-check";
import { expect, test } from "vitest";
import { EvenkeelError } from "../errors.ts";
import { weightsOfBytes } from "../predict/read-weights.ts";
import { decodeFile, encodeFile } from "./evenkeel-file.ts";
import { readSafetensors } from "./read-safetensors.ts";

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

test("a range of one byte is noticed, also one that swallows all checksums", () => {
  const small = encodeFile({ seconds: 0.5 }, {}, {});
  const accepted: string[] = [];
  for (const byte of ["4", " "])
    for (let from = 0; from < small.length; from++)
      for (let to = from + 1; to <= small.length; to++) {
        const changed = small.slice().fill(byte.charCodeAt(0), from, to);
        try {
          const { description } = decodeFile(changed, "file");
          if (description.seconds !== 0.5 || description.format !== 1) accepted.push(`${byte} from ${from} to ${to}`);
        } catch (error) {
          if (!(error instanceof EvenkeelError)) throw error;
        }
      }
  expect(accepted).toEqual([]);
});

test("what is whole is read", () => {
  expect(decodeFile(bytes, "file").tensors["training/count"]).toEqual(Float64Array.of(1 / 3));
});

test("any description, names and numbers come back, bit for bit", () => {
  const name = fc.string({ unit: "binary" }).filter((text) => !["__metadata__", "__proto__"].includes(text));
  const about = fc
    .dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true })
    .map((value) => JSON.parse(JSON.stringify(value)));
  const numbers = fc.dictionary(name, fc.oneof(fc.float32Array(), fc.float64Array()), { noNullPrototype: true });
  fc.assert(
    fc.property(
      about.filter((value) => !JSON.stringify(value).includes("__proto__")),
      numbers,
      (given, arrays) => {
        const read = decodeFile(encodeFile({ given }, arrays, {}), "file");
        expect(read.description).toEqual({ format: 1, given });
        expect(read.tensors).toEqual(arrays);
      },
    ),
    { numRuns: 100 },
  );
});

test("checksums under a damaged key are found, by whichever door the file comes in", () => {
  const text = new TextDecoder("latin1").decode(bytes);
  for (const [before, after] of [
    ["checksum", "shecksun"],
    ["evenkeel", "evenkeek"],
  ] as const) {
    const changed = Uint8Array.from(text.replace(`"${before}"`, `"${after}"`), (letter) => letter.charCodeAt(0));
    for (const read of [decodeFile, readSafetensors, (file: Uint8Array) => weightsOfBytes("file", file)])
      expect(() => read(changed, "file"), before).toThrow(EvenkeelError);
  }
});
