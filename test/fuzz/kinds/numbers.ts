import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { parseNpy } from "../../../src/data/files/parse-npy.ts";
import { cifar10 } from "../../../src/data/sources/cifar10.ts";
import { idx } from "../../../src/data/sources/idx.ts";
import { npy } from "../../../src/data/sources/npy.ts";
import { npz } from "../../../src/data/sources/npz.ts";
import type { RandomStream } from "../../../src/random.ts";
import { tarOf } from "../../tar-of.ts";
import { DAMAGES, joined } from "../damage.ts";
import { eachAnswer } from "../each-answer.ts";
import type { FuzzKind } from "../kind.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Arrays of numbers. `fixtures`: files of NumPy in base64, by name. */
export function numbersKinds(fixtures: string): FuzzKind[] {
  const numpy: Record<string, string> = JSON.parse(readFileSync(fixtures, "utf8"));
  const fixture = (name: string) => Uint8Array.from(Buffer.from(numpy[name], "base64")) as Bytes;
  const header = (type: number, ...shape: number[]) => [
    0,
    0,
    type,
    shape.length,
    ...shape.flatMap((n) => [0, 0, 0, n]),
  ];
  const labels = Uint8Array.of(...header(8, 4), 0, 1, 0, 1);
  const images = [
    Uint8Array.of(...header(8, 4, 3, 2), ...Array(24).keys()),
    Uint8Array.of(...header(13, 4, 1), ...Array(16).fill(63)),
  ];
  const batch = (...all: number[]) => joined(...all.map((label) => new Uint8Array(3073).fill(label)));
  const named = (name: string, bytes: Bytes) => ({ name, bytes });
  const tar = tarOf({ "c/data_batch_1.bin": batch(1, 2), "c/test_batch.bin": batch(3) });
  const archive = (bytes: Bytes) => cifar10({ directory: [named("cifar-10-binary.tar.gz", bytes)] });
  return [
    {
      name: "idx",
      files: [...images, gzipSync(images[0]) as Bytes, labels],
      isChecked: false,
      read: async (bytes) =>
        bytes.length < 24 ? idx({ images: images[0], labels: bytes }) : idx({ images: bytes, labels }),
    },
    {
      name: "npy",
      files: ["u1", "<i2", "<f2", ">f8", "fortran", "U", "S", "b1", "big", "v3"].map(fixture),
      isChecked: false,
      forge: withOtherHeader,
      read: (bytes) =>
        eachAnswer(
          () => parseNpy(bytes, "x.npy"),
          () => npy({ inputs: bytes, targets: bytes }),
          () => npy({ inputs: fixture("u1"), labels: bytes }),
        ),
    },
    {
      name: "npz",
      files: [fixture("npz"), fixture("npz_compressed")],
      isChecked: true,
      read: async (bytes) => npz(bytes),
    },
    {
      name: "cifar-10 .bin",
      files: [batch(1, 2)],
      isChecked: false,
      read: async (bytes) =>
        cifar10({ directory: [named("data_batch_1.bin", bytes), named("test_batch.bin", batch(3))] }),
    },
    {
      name: "cifar-10 .tar.gz",
      files: [gzipSync(tar) as Bytes],
      isChecked: true,
      read: archive,
      forge: (_, random) => {
        const names = Object.keys(DAMAGES);
        return gzipSync(DAMAGES[names[random.integer(names.length)]](tar, random, tar), { level: 1 }) as Bytes;
      },
    },
  ];
}

const TYPES = [
  "<f8",
  "|u1",
  "<U0",
  "|S0",
  "<U",
  "|S",
  "<i8",
  "=f4",
  ">U4000000000",
  "|V8",
  "<f2",
  "|b1",
  "<c8",
  "toString",
  "",
];
const SHAPES = [
  "0, 4",
  "1000000000,",
  "99999999999999999999,",
  "0, 1000000000",
  "3, 0",
  "",
  "2L, 3L",
  "4294967296, 4294967296, 0",
  ", ,",
];

/** An array whose header says another type, order or shape. */
function withOtherHeader(bytes: Bytes, random: RandomStream): Bytes {
  const pick = <T>(list: readonly T[]) => list[random.integer(list.length)];
  const header = `{'descr': '${pick(TYPES)}', 'fortran_order': ${pick(["True", "False"])}, 'shape': (${pick(SHAPES)}), }\n`;
  const start = 10 + new DataView(bytes.buffer).getUint16(8, true);
  const forged = joined(
    bytes.subarray(0, 10),
    new TextEncoder().encode(header),
    bytes.subarray(random.uniform() < 0.5 ? bytes.length : start),
  );
  new DataView(forged.buffer).setUint16(8, header.length, true);
  forged[6] = 1;
  return forged;
}
