import { outputsFirst, outputsFirstShape } from "../outputs-first.ts";
import type { GraphWriter, Stored } from "./graph-writer.ts";
import { channelsFirst, channelsLast } from "./image-order.ts";
import type { Traced } from "./traced.ts";

/** [n, h, w, in] by a kernel [kh, kw, in / groups, out]; zeros around the image are those of the convolution. */
export function convolution(
  { operands, attributes, shape }: Traced<"conv2d">,
  to: GraphWriter,
  bias: readonly string[] = [],
): Stored {
  const [{ stride, dilation, groups }] = attributes;
  const [given, kernel] = operands;
  const zeros = zerosAround(given);
  const image = to.full(zeros === undefined ? given : given.operands[0], [1, 2, 3]);
  const found = to.add("Conv", [channelsFirst(image.name, to), kernelOf(kernel, to), ...bias], {
    strides: stride,
    dilations: dilation,
    group: groups,
    pads: zeros ?? [0, 0, 0, 0],
  });
  return { name: channelsLast(found, to), shape: [image.shape[0], ...shape.slice(1)] };
}

/** A convolution and a number for each channel, which ONNX says in one; undefined for another sum. */
export function biased({ operands: [a, b] }: Traced, to: GraphWriter): Stored | undefined {
  const { name, shape } = to.stored(b);
  const isBias = a.primitive === "conv2d" && shape.length === 1 && shape[0] === a.shape[3];
  return isBias ? convolution(a as Traced<"conv2d">, to, [name]) : undefined;
}

/** The gradient of an image, which is the output of a transposed convolution: what no window reached stays 0. */
export function transposedConvolution(node: Traced<"conv2dInputGradient">, to: GraphWriter): Stored {
  const [{ stride, dilation, groups, height, width }] = node.attributes;
  const [gradient, kernel] = node.operands;
  const reached = [0, 1].map((i) => {
    const windows = gradient.shape[i + 1] as number;
    return (windows - 1) * stride[i] + ((kernel.shape[i] as number) - 1) * dilation[i] + 1;
  });
  const values = to.full(gradient, [1, 2, 3]);
  const found = to.add("ConvTranspose", [channelsFirst(values.name, to), kernelOf(kernel, to)], {
    strides: stride,
    dilations: dilation,
    group: groups,
  });
  const image = channelsLast(found, to);
  const missing = [height - reached[0], width - reached[1]];
  return {
    name: missing.every((zeros) => zeros === 0)
      ? image
      : to.add("Pad", [image, to.ints([0, 0, 0, 0, 0, ...missing, 0])]),
    shape: [values.shape[0], ...node.shape.slice(1)],
  };
}

/** The zeros around an image, [top, left, bottom, right]; undefined for what is no image in a frame of zeros. */
function zerosAround(image: Traced): number[] | undefined {
  if (image.primitive !== "pad") return undefined;
  const [{ before, after, interior, value }] = (image as Traced<"pad">).attributes;
  const inside =
    value === 0 &&
    [0, 3].every((axis) => before[axis] === 0 && after[axis] === 0) &&
    interior.every((zeros) => zeros === 0);
  return inside ? [before[1], before[2], after[1], after[2]] : undefined;
}

/** [kh, kw, in / groups, out] → [out, in / groups, kh, kw] */
function kernelOf(kernel: Traced, to: GraphWriter): string {
  const { name } = to.full(kernel);
  const weights = to.constant(name);
  if (weights === undefined) return to.add("Transpose", [name], { perm: [3, 2, 0, 1] });
  const { shape, data } = weights;
  return to.tensor(`${name} (outputs first)`, outputsFirstShape(shape), outputsFirst(shape, data as Float32Array));
}
