/** The parts of an ONNX file that an exported model has; `encodeOnnx` makes bytes of them. */
export interface OnnxModel {
  readonly name: string;
  readonly doc: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  /** What programs may want to know of it: names of classes, of features … */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The types of numbers, by their codes in a file. */
export const ONNX_TYPES = { float: 1, int64: 7, string: 8, bool: 9, double: 11 } as const;
export type OnnxType = keyof typeof ONNX_TYPES;

/** What goes in or comes out. An axis is a number, or the name of a size that is known when the model runs. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly (number | string)[];
  readonly doc: string;
}

/** One operation. Its only output has its name. */
export interface OnnxNode {
  readonly name: string;
  readonly operator: string;
  /** Values by name; "" for one that is left out. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** Whole numbers, words or a list of floats, as ONNX tells them apart by the attribute, not by the value. */
export type OnnxAttribute =
  | number
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly strings: readonly string[] };

/** Numbers that are part of the model. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | BigInt64Array;
}
