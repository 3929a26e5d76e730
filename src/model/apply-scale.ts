import type { LinearScale } from "../data/scaling.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import { type Tensor, variable } from "../graph/tensor.ts";

/** A scale within a graph: numbers, or tensors with a number for each feature or channel. */
export interface TensorScale {
  subtract: number | Tensor;
  multiply: number | Tensor;
}

/** (x − subtract) · multiply: inputs as a model sees them. */
export function applyScale(x: Tensor, { subtract, multiply }: TensorScale): Tensor {
  return x.sub(subtract).mul(multiply);
}

/** x / multiply + subtract: outputs and targets in the units in which targets were given. */
export function removeScale(x: Tensor, { subtract, multiply }: TensorScale): Tensor {
  return x.div(multiply).add(subtract);
}

/** A scale whose lists are variables of a device, `name/subtract` and `name/multiply`, for samples of a shape. */
export function scaleOf(name: string, scale: LinearScale, sample: Shape): TensorScale {
  return tensorScale(scale, sample, (part, length) => variable(`${name}/${part}`, [length]));
}

/** A scale whose lists are tensors that `of` gives. */
export function tensorScale(
  { subtract, multiply }: LinearScale,
  sample: Shape,
  of: (part: "subtract" | "multiply", length: number) => Tensor,
): TensorScale {
  const tensor = (part: "subtract" | "multiply", numbers: number | readonly number[]) => {
    if (typeof numbers === "number") return numbers;
    const { length } = numbers;
    return length === sizeOf(sample) ? of(part, length).reshape(sample) : of(part, length); // else one a channel
  };
  return { subtract: tensor("subtract", subtract), multiply: tensor("multiply", multiply) };
}

/** The lists of a scale, by the names of their variables. */
export function scaleLists(name: string, scale: LinearScale): Record<string, Float32Array> {
  return Object.fromEntries(
    (["subtract", "multiply"] as const).flatMap((part) => {
      const numbers = scale[part];
      return typeof numbers === "number" ? [] : [[`${name}/${part}`, Float32Array.from(numbers)]];
    }),
  );
}
