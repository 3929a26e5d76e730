import type { NumberArray, Samples } from "./samples.ts";
import { sizeOf } from "./size-of.ts";

/** One of several inputs, which lie one after another in a sample. */
export interface InputPart {
  /** The name of the input. */
  readonly name: string;
  /** Of one sample. */
  readonly shape: readonly number[];
  /** Whether its numbers were bytes, which are scaled to [0, 1] by default. */
  readonly bytes?: true;
}

/** One of several targets, which lie one after another in a row. */
export interface TargetPart {
  /** The name of the target. */
  readonly name: string;
  /** Of one sample: [] for the number of a class. */
  readonly shape: readonly number[];
  /** The names of its classes; absent for real targets. */
  readonly classes?: readonly string[];
}

/** What lies where in the inputs [n, numbers] and the targets [n, numbers] of a dataset. Plain JSON. */
export interface Layout {
  /** In order; absent for inputs that are one. */
  readonly inputs?: readonly InputPart[];
  /** In order; absent for targets that are one. */
  readonly targets?: readonly TargetPart[];
}

/** Where a part lies in a row: from `start` on, `size` numbers. */
export interface Place {
  readonly start: number;
  readonly size: number;
}

/** The places of parts that lie one after another. */
export function placesOf(parts: readonly { readonly shape: readonly number[] }[]): Place[] {
  let end = 0;
  return parts.map(({ shape }) => {
    const size = sizeOf(shape);
    end += size;
    return { start: end - size, size };
  });
}

/** The numbers of one part [n, size], out of rows of `width` numbers. */
export function partOf(data: NumberArray, width: number, { start, size }: Place): NumberArray {
  const count = data.length / width;
  const part = new (data.constructor as new (length: number) => NumberArray)(count * size);
  for (let row = 0; row < count; row++)
    part.set(data.subarray(row * width + start, row * width + start + size), row * size);
  return part;
}

/** The samples with one of their several targets alone: class numbers [n], or [n, …]. */
export function withTarget(samples: Samples, parts: readonly TargetPart[], name: string): Samples {
  const i = parts.findIndex((part) => part.name === name);
  const { shape, data } = samples.targets;
  const own = [shape[0], ...parts[i].shape];
  return { ...samples, targets: { shape: own, data: partOf(data, shape[1], placesOf(parts)[i]) } };
}
