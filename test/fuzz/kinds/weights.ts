import { readSafetensors } from "../../../src/formats/read-safetensors.ts";
import { writeSafetensors } from "../../../src/formats/write-safetensors.ts";
import { importWeights } from "../../../src/saved/import-weights.ts";
import { joined } from "../damage.ts";
import { eachAnswer } from "../each-answer.ts";
import { forgeJson } from "../forge-json.ts";
import type { FuzzKind } from "../kind.ts";

const NUMBERS = [0, -1.5, 65_504, 1e-7, 3, 2.5];

/** Named tensors of other programs. They have no checksums: damage to their numbers cannot be noticed. */
export function weightsKinds(): FuzzKind[] {
  const one = (data: Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array) => ({ shape: [2, 3], data });
  const mixed = {
    "0.dense/kernel": one(Float32Array.from(NUMBERS)),
    doubles: one(Float64Array.from(NUMBERS)),
    integers: one(Int32Array.from(NUMBERS)),
    counts: one(Uint32Array.from(NUMBERS, Math.abs)),
    bytes: one(Uint8Array.of(1, 2, 3, 4, 5, 255)),
    empty: { shape: [0, 4], data: new Float32Array() },
  };
  const layers = {
    "conv.weight": { shape: [2, 1, 3, 1], data: Float32Array.from(NUMBERS) },
    "conv.bias": { shape: [2], data: Float32Array.of(1, 2) },
  };
  return [
    {
      name: "safetensors",
      files: [
        writeSafetensors(mixed, { by: "fuzz", évenkeel: "ß" }),
        writeSafetensors(layers, {}, { dtype: "F16" }),
        writeSafetensors(layers, {}, { dtype: "BF16" }),
        signed(),
      ],
      isChecked: false,
      read: (bytes) =>
        eachAnswer(
          () => {
            const read = readSafetensors(bytes);
            expectFilled(bytes, read);
            return read;
          },
          () => importWeights(bytes),
          () => importWeights(bytes, { layout: "pytorch" }),
        ),
      forge: (bytes, random) => {
        const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
        const header = forgeJson(new TextDecoder().decode(bytes.subarray(8, 8 + length)), random);
        return withHeader(header, bytes.subarray(8 + length));
      },
    },
  ];
}

/** Every number of the file is in a tensor, and in one alone. */
function expectFilled(bytes: Uint8Array<ArrayBuffer>, { tensors }: ReturnType<typeof readSafetensors>): void {
  const sizes: Record<string, number> = {
    F64: 8,
    I64: 8,
    U64: 8,
    F32: 4,
    I32: 4,
    U32: 4,
    F16: 2,
    BF16: 2,
    I16: 2,
    U16: 2,
  };
  const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const all = Object.values(tensors).reduce((sum, { dtype, data }) => sum + data.length * (sizes[dtype] ?? 1), 0);
  if (all !== bytes.length - start) throw new Error(`${all} bytes of numbers were read of ${bytes.length - start}`);
  for (const { shape, data } of Object.values(tensors))
    if (shape.reduce((a, b) => a * b, 1) !== data.length) throw new Error("a tensor that does not fill its shape");
}

/** Types that are read alone. */
function signed(): Uint8Array<ArrayBuffer> {
  const header = ["I64", "U64", "I16", "U16", "I8", "BOOL"].reduce(
    ({ text, at }, dtype, i) => {
      const end = at + [16, 16, 4, 4, 2, 2][i];
      return { text: `${text},"${dtype}":{"dtype":"${dtype}","shape":[2],"data_offsets":[${at},${end}]}`, at: end };
    },
    { text: "", at: 0 },
  );
  return withHeader(`{${header.text.slice(1)}}`, new Uint8Array(header.at).fill(1, header.at - 2));
}

function withHeader(text: string, numbers: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(text);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
  return joined(length, header, numbers);
}
