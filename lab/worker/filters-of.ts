import type { TrainedModel } from "evenkeel";
import type { Filters } from "../protocol.ts";

/** Filters that are shown. */
const MOST = 32;

/** The weights of the first layer that has a kernel over the inputs, as pictures; undefined for inputs that are none. */
export function filtersOf({ parts }: TrainedModel): Filters | undefined {
  const { layer, inputShape, weights } = parts;
  const [height, width, channels] = inputShape;
  if (inputShape.length !== 3 || height === undefined || width === undefined || channels === undefined)
    return undefined;
  const first = Object.entries(layer.build(inputShape).parameters).find(([name]) => /(^|\/)kernel$/.test(name));
  if (first === undefined) return undefined;
  const [name, { shape }] = first;
  const kernel = weights[name];
  if (kernel === undefined) return undefined;
  const path = name.replace(/\/?kernel$/, "");
  const [rows, columns, depth, filters] = shape;
  // [height · width · channels, units] of a dense layer, [rows, columns, channels, filters] of a convolution
  if (shape.length === 4 && rows && columns && depth && filters)
    return {
      layer: path,
      height: rows,
      width: columns,
      channels: depth,
      count: filters,
      pixels: picturesOf(kernel, filters),
    };
  if (shape.length === 2 && rows === height * width * channels && columns)
    return { layer: path, height, width, channels, count: columns, pixels: picturesOf(kernel, columns) };
  return undefined;
}

/** Every unit's own weights, which lie side by side. */
function picturesOf(kernel: ArrayLike<number>, units: number): Float32Array[] {
  return Array.from({ length: Math.min(MOST, units) }, (_, unit) =>
    Float32Array.from({ length: kernel.length / units }, (_, i) => kernel[i * units + unit] ?? 0),
  );
}
