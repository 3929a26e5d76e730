import { expect, test } from "vitest";
import type { Buffer, Kernel, MapKernel } from "../kernel.ts";
import { inPlace } from "./in-place.ts";

const temporary = (name: string, size = 12): Buffer => ({ name, size, storage: "float", kind: "temporary" });
const [x, y, z] = ["x", "y", "z"].map((name) => temporary(name));

/** to ← exp(from) over [3, 4], by given walks. */
function map(to: Buffer, from: Buffer, read: readonly number[] = [4, 1]): MapKernel {
  const view = { buffer: to, offset: 0, strides: [4, 1] };
  return {
    kind: "map",
    extents: [3, 4],
    terms: [
      { op: "load", view: { buffer: from, offset: 0, strides: read } },
      { op: "exp", args: [0] },
    ],
    stores: [{ term: 1, view, accumulate: false }],
  };
}

const sweep = (...kernels: Kernel[]): Kernel => ({ kind: "sweep", blocks: 3, kernels });

test.each<[string, Kernel[], (buffer: Buffer) => boolean, [string, string][]]>([
  ["what it reads for the last time", [map(y, x)], () => true, [["y", "x"]]],
  ["nothing that is read later", [map(y, x)], (buffer) => buffer !== x, []],
  ["nothing that another kernel of the phase reads", [map(y, x), map(z, x)], () => true, []],
  ["nothing that another kernel of its sweep reads", [sweep(map(y, x), map(z, x))], () => true, []],
  ["nothing that it reads at another place", [map(y, x, [1, 3])], () => true, []],
  ["nothing of another size", [map(temporary("long", 24), x)], () => true, []],
  ["no input", [map(y, { ...x, kind: "input" })], () => true, []],
])("a map computes in the place of %s", (_, phase, lastRead, expected) => {
  const places = inPlace(phase, lastRead);
  expect([...places].map(([result, place]) => [result.name, place.name])).toEqual(expected);
});
