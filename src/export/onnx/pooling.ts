import type { GraphWriter, Stored } from "./graph-writer.ts";
import { channelsFirst, channelsLast } from "./image-order.ts";
import type { Traced } from "./traced.ts";

/** [n, h, w, c] → [n, rows, size₀, columns, size₁, c]: the rows of each window by their numbers, then the columns. */
export function window({ operands: [image], attributes, shape }: Traced<"window">, to: GraphWriter): Stored {
  const [{ size, stride }] = attributes;
  const { name, shape: own } = to.full(image, [1, 2]);
  const taken = (from: string, axis: number, i: 0 | 1) => {
    const places = shape[axis] as number;
    const numbers = Array.from(
      { length: places * size[i] },
      (_, k) => Math.floor(k / size[i]) * stride[i] + (k % size[i]),
    );
    const indices = to.tensor(
      `windows ${places} ${size[i]} ${stride[i]}`,
      [places, size[i]],
      BigInt64Array.from(numbers, BigInt),
    );
    return to.add("Gather", [from, indices], { axis });
  };
  return { name: taken(taken(name, 1, 0), 3, 1), shape: [own[0], ...shape.slice(1, 5), own[3]] };
}

/** The sum or the maximum of each window; undefined for another reduction. */
export function pooled(
  { primitive, operands, attributes }: Traced<"sum" | "max">,
  to: GraphWriter,
): Stored | undefined {
  const [windows] = operands;
  const [{ axes }] = attributes;
  if (windows.primitive !== "window" || String(axes) !== "2,4") return undefined;
  const [{ size, stride }] = (windows as Traced<"window">).attributes;
  const [, rows, , columns] = windows.shape;
  const image = to.full(windows.operands[0], [1, 2]);
  const pool = { kernel_shape: size, strides: stride };
  const first = channelsFirst(image.name, to);
  const found =
    primitive === "max"
      ? to.add("MaxPool", [first], pool)
      : to.add("Mul", [to.add("AveragePool", [first], pool), to.scalar(size[0] * size[1])]);
  const shape = [image.shape[0], rows, 1, columns, 1, image.shape[3]];
  const last = { name: channelsLast(found, to), shape: shape.filter((_, axis) => axis !== 2 && axis !== 4) };
  return { name: to.reshape(last, shape), shape };
}
