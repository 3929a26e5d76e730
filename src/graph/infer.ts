import { usageError } from "../errors.ts";
import type { Attributes, Primitive } from "./primitives.ts";
import { currentScope } from "./scope.ts";
import { keptShape, type Shape, sameShape, showShape, sizeOf } from "./shape.ts";

type Infer<P extends Primitive> = (attributes: Attributes[P], operands: readonly Shape[]) => Shape;

const first = (_: unknown, [a]: readonly Shape[]): Shape => a;

const sameForAll = (_: unknown, operands: readonly Shape[]): Shape => {
  if (!operands.every((other) => sameShape(other, operands[0])))
    demand(false, "operands of one shape", operands.map(showShape).join(" and "));
  return operands[0];
};

const reduced = ({ axes }: { axes: readonly number[] }, [a]: readonly Shape[]): Shape => {
  for (const axis of axes)
    demand(Number.isInteger(axis) && axis >= 0 && axis < a.length, `axes between 0 and ${a.length - 1}`, String(axes));
  return keptShape(a, axes);
};

/** The shape that each primitive gives, or an error that names what does not fit. */
export const shapes: { [P in Primitive]: Infer<P> } = {
  constant: () => [],
  input: ({ shape }) => shape,
  variable: ({ shape }) => shape,
  iota: ({ shape }) => shape,
  random: ({ shape }) => shape,

  neg: first,
  abs: first,
  sign: first,
  exp: first,
  expm1: first,
  log: first,
  sqrt: first,
  tanh: first,
  sigmoid: first,
  softplus: first,
  erf: first,
  floor: first,
  stopGradient: first,

  add: sameForAll,
  sub: sameForAll,
  mul: sameForAll,
  div: sameForAll,
  maximum: sameForAll,
  minimum: sameForAll,
  less: sameForAll,
  equal: sameForAll,
  where: sameForAll,

  sum: reduced,
  max: reduced,
  argMax: reduced,

  broadcast({ shape }, [a]) {
    const lead = shape.length - a.length;
    const fits = lead >= 0 && a.every((extent, axis) => extent === 1 || extent === shape[axis + lead]);
    demand(fits, `a shape that broadcasts to ${showShape(shape)}`, showShape(a));
    return shape;
  },
  reshape({ shape }, [a]) {
    demand(sizeOf(a) === sizeOf(shape), `${sizeOf(shape)} numbers for ${showShape(shape)}`, showShape(a));
    return shape;
  },
  transpose({ order }, [a]) {
    const valid = order.length === a.length && new Set(order).size === a.length && order.every((axis) => axis in a);
    demand(valid, `an order of the ${a.length} axes`, `[${order.join(", ")}]`);
    return order.map((axis) => a[axis]);
  },
  slice({ start, size, step }, [a]) {
    a.forEach((extent, axis) => {
      const last = start[axis] + (size[axis] - 1) * step[axis];
      const inside = (i: number) => i >= 0 && i < extent;
      demand(
        size[axis] === 0 || (inside(start[axis]) && inside(last)),
        `a slice within ${showShape(a)}`,
        `start [${start}], size [${size}], step [${step}]`,
      );
    });
    return size;
  },
  pad: ({ before, after, interior }, [a]) =>
    a.map((extent, axis) => before[axis] + extent + Math.max(0, extent - 1) * interior[axis] + after[axis]),
  window({ size, stride }, [a]) {
    demand(a.length === 4, "images [batch, height, width, channels]", showShape(a));
    const rows = positions(a[1], size[0], stride[0], 1, "height", a);
    const columns = positions(a[2], size[1], stride[1], 1, "width", a);
    return [a[0], rows, size[0], columns, size[1], a[3]];
  },
  unwindow({ height, width }, [a]) {
    demand(a.length === 6, "windows [batch, rows, height, columns, width, channels]", showShape(a));
    return [a[0], height, width, a[5]];
  },
  gather: (_, [table, indices]) => [...indices, ...table.slice(1)],
  scatterAdd: ({ rows }, [values, indices]) => [rows, ...values.slice(indices.length)],

  matmul(_, [a, b]) {
    const rank = a.length;
    const fits =
      rank >= 2 && b.length === rank && sameShape(a.slice(0, -2), b.slice(0, -2)) && a[rank - 1] === b[rank - 2];
    demand(fits, "[…, m, k] × […, k, n]", `${showShape(a)} × ${showShape(b)}`);
    return [...a.slice(0, -1), b[rank - 1]];
  },
  conv2d({ stride, dilation, groups }, [image, kernel]) {
    demand(image.length === 4, "images [batch, height, width, channels]", showShape(image));
    demand(
      image[3] === kernel[2] * groups && kernel[3] % groups === 0,
      `${groups === 1 ? "" : `${groups} groups of `}${kernel[2]} channels in and a multiple of ${groups} out`,
      `images ${showShape(image)} and a kernel ${showShape(kernel)}`,
    );
    const rows = positions(image[1], kernel[0], stride[0], dilation[0], "height", image);
    const columns = positions(image[2], kernel[1], stride[1], dilation[1], "width", image);
    return [image[0], rows, columns, kernel[3]];
  },
  conv2dInputGradient: ({ height, width, groups }, [gradient, kernel]) => [
    gradient[0],
    height,
    width,
    kernel[2] * groups,
  ],
  conv2dKernelGradient: ({ height, width, groups }, [image, gradient]) => [
    height,
    width,
    image[3] / groups,
    gradient[3],
  ],
};

/** How many places a window of `size` taps has along an axis. */
function positions(extent: number, size: number, stride: number, dilation: number, axis: string, image: Shape): number {
  const reach = (size - 1) * dilation + 1;
  demand(extent >= reach, `a ${axis} of at least ${reach}`, showShape(image));
  return Math.floor((extent - reach) / stride) + 1;
}

function demand(holds: boolean, expected: string, received: string): void {
  if (!holds) throw usageError({ where: currentScope() || "graph", expected, received });
}
