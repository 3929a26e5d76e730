import { runError } from "../../errors.ts";
import type { NumberArray } from "../dataset.ts";
import { sizeOf } from "../size-of.ts";
import { hex } from "./hex.ts";
import { npyNumbers } from "./npy-numbers.ts";
import { npyTexts } from "./npy-texts.ts";

/** An array of NumPy, row-major: numbers, or words. */
export interface NpyArray {
  shape: readonly number[];
  data: NumberArray | string[];
}

const MAGIC = [0x93, ...[..."NUMPY"].map((letter) => letter.charCodeAt(0))];

/**
 * The array in a file of NumPy, format 1.0 to 3.0 (NEP 1): magic, version, the length of the header, the header as a literal
 * of Python, then the items. Booleans and bytes stay bytes; integers become int32 where they fit, 64-bit ones too.
 * @throws a run error for what is no such file, for other types, and for too few or too many bytes.
 */
export function parseNpy(bytes: Uint8Array, where: string): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!MAGIC.every((byte, i) => bytes[i] === byte))
    throw runError({
      where,
      expected: "an NPY file, which begins with 93 NUMPY",
      received: bytes.length === 0 ? "an empty file" : `the bytes ${[...bytes.subarray(0, 6)].map(hex).join(" ")}`,
      fix: "Write it by numpy.save(path, array).",
    });
  const version = bytes[6];
  if (version < 1 || version > 3)
    throw runError({ where, expected: "NPY format 1, 2 or 3", received: `format ${version}` });
  const lengthAt = 8;
  const headerAt = version === 1 ? 10 : 12;
  const header =
    bytes.length < headerAt ? 0 : version === 1 ? view.getUint16(lengthAt, true) : view.getUint32(lengthAt, true);
  const start = headerAt + header;
  if (header === 0 || start > bytes.length)
    throw runError({ where, expected: `a header of ${header} bytes`, received: `a file of ${bytes.length} bytes` });
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(headerAt, start));
  const { descr, fortran, shape } = readHeader(text, where);
  const { width, read } = itemsOf(descr, where);
  const count = sizeOf(shape);
  const size = count * width;
  if (bytes.length - start !== size)
    throw runError({
      where,
      expected: `${size} bytes of items for the shape [${shape.join(", ")}] of ${descr}`,
      received: `${bytes.length - start}`,
      ...(bytes.length - start < size ? { fix: "The file is cut off: copy it again." } : {}),
    });
  const data = read(new DataView(bytes.buffer, bytes.byteOffset + start, size), count);
  return { shape, data: fortran ? rowMajor(data, shape) : data };
}

/** The three entries of the header: "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }". */
function readHeader(text: string, where: string): { descr: string; fortran: boolean; shape: number[] } {
  const descr = /'descr'\s*:\s*['"]([^'"]*)['"]/.exec(text)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (/'descr'\s*:\s*\[/.test(text))
    throw runError({
      where,
      expected: "an array of numbers",
      received: "a structured array",
      fix: "Save its fields as arrays of their own.",
    });
  if (descr === undefined || fortran === undefined || shape === undefined)
    throw runError({
      where,
      expected: "a header with descr, fortran_order and shape",
      received: JSON.stringify(text.trim()),
    });
  const sizes = shape
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part) => Number.parseInt(part, 10));
  if (sizes.length === 0)
    throw runError({ where, expected: "an array of at least one dimension", received: "a single value" });
  return { descr, fortran: fortran === "True", shape: sizes };
}

type Items = { width: number; read: (view: DataView, count: number) => NumberArray | string[] };

/** How items of a type are read: "<f8", ">i4", "|u1", "<U5". */
function itemsOf(descr: string, where: string): Items {
  const [, order = "", type = "", size = ""] = /^([<>|=]?)([a-zA-Z])(\d*)$/.exec(descr) ?? [];
  const little = order !== ">";
  const found = npyNumbers(`${type}${size}`, little, where) ?? npyTexts(type, Number(size), little, where);
  if (found !== undefined && found.width > 0) return found;
  const objects = type === "O" ? "objects of Python, which only Python can read" : undefined; // of a width of 0, any number fits
  throw runError({
    where,
    expected: "numbers (b1, u1 to u8, i1 to i8, f2, f4, f8) or words",
    received: objects ?? `the type ${descr}`,
    fix: `Save it as numbers: numpy.save(path, array.astype("float32")).`,
  });
}

/** The items in the order of rows, of those in the order of columns (Fortran's). */
function rowMajor<T extends NumberArray | string[]>(data: T, shape: readonly number[]): T {
  const out = data.slice() as T;
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  const index = shape.map(() => 0);
  for (let i = 0, from = 0; i < data.length; i++) {
    out[i] = data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= shape[axis] * strides[axis];
      index[axis] = 0;
    }
  }
  return out;
}
