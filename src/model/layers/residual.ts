import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { type Shape, sameShape, showShape } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { custom } from "../../options.ts";
import { expectRank } from "../checks/expect-rank.ts";
import { type BuiltLayer, buildInner, defineLayer, forwardInner, type Layer, partsOf } from "../layer.ts";
import { isLayer } from "../sequential.ts";

type Shortcut = "identity" | "pad" | Layer;

export const residual = defineLayer({
  name: "residual",
  summary: "y = block(x) + shortcut(x): the block learns what to add to its input.",
  source: "He et al. 2016, equations 1 and 2; pad: option A, a layer: options B and C",
  section: "architectures",
  formula: "y = F(x) + x\ny = F(x) + s(x), with a shortcut s",
  use: "From about 20 layers on: what a block cannot improve it learns to leave alone, and the gradient reaches every block undiminished through the sum. The activation follows the sum.",
  avoid:
    "Shallow networks gain nothing. The variance of signals grows with each block without normalization: end the block with batchNorm(), as here, or begin its last scale or kernel at 0.",
  example: 'residual(sequential([conv2d(8, 3, { padding: "same", bias: false }), batchNorm()]), { shortcut: "pad" })',
  options: {
    block: custom(
      v.custom<Layer>(isLayer),
      undefined,
      "a layer",
      "what is added to the shortcut; several layers as a sequential",
      ["layers"],
    ),
    shortcut: custom<Shortcut>(
      v.union([v.picklist(["identity", "pad"]), v.custom<Layer>(isLayer)]),
      "identity",
      '"identity", "pad" or a layer',
      "the other path: the input itself; the input without the pixels that the block's stride skips and with zeros for its new channels; or a layer such as conv2d(32, 1, { stride: 2 })",
      ["layers"],
    ),
  },
  positional: ["block"],
  build(input, values) {
    const { block, shortcut } = branches(input, values);
    const named = { block, ...(shortcut === undefined ? {} : { shortcut }) };
    return {
      outputShape: block.outputShape,
      ...partsOf(Object.entries(named).map(([name, built]) => ({ name, built }))),
      forward(x, context) {
        const added = forwardInner("block", block, x, context);
        return added.add(shortcut === undefined ? x : forwardInner("shortcut", shortcut, x, context));
      },
    };
  },
});

interface Branches {
  block: BuiltLayer;
  /** Left out where it is the input itself; beside the main path, so that the block draws the same with any shortcut. */
  shortcut?: BuiltLayer;
}

/** Both paths, built for an input; their outputs must have one shape. */
function branches(input: Shape, { block, shortcut }: { block: Layer; shortcut: Shortcut }): Branches {
  const built = buildInner("block", block, input);
  const target = built.outputShape;
  if (shortcut === "pad" && !sameShape(input, target)) return { block: built, shortcut: padded(input, target) };
  const other = typeof shortcut === "string" ? undefined : buildInner("shortcut", shortcut, input);
  if (!sameShape(other?.outputShape ?? input, target))
    throw usageError({
      where: "residual: shortcut",
      expected: `the shape of the block's output, ${showShape(target)}`,
      received: showShape(other?.outputShape ?? input),
      ...(other === undefined
        ? { fix: 'Use shortcut: "pad", or a layer that changes the shape as the block does.' }
        : {}),
    });
  return other === undefined ? { block: built } : { block: built, shortcut: { ...other, beside: true } };
}

/** Every stride-th pixel, and zeros for the channels that the input has not. */
function padded(input: Shape, target: Shape): BuiltLayer {
  expectRank("residual", input, 3);
  const [height, width, channels] = input;
  const stride = Math.ceil(height / target[0]);
  const fits = [height, width].every((extent, axis) => Math.ceil(extent / stride) === target[axis]);
  if (target.length !== 3 || !fits || channels > target[2])
    throw usageError({
      where: "residual: shortcut",
      expected: `a block to which "pad" fits, of output [⌈height / stride⌉, ⌈width / stride⌉, at least ${channels}]`,
      received: `${showShape(input)} → ${showShape(target)}`,
    });
  return {
    outputShape: target,
    parameters: {},
    state: {},
    forward: (x: Tensor) =>
      x
        .slice([0, 0, 0, 0], [x.shape[0], target[0], target[1], channels], [1, stride, stride, 1])
        .pad([0, 0, 0, 0], [0, 0, 0, target[2] - channels]), // [batch, height / stride, width / stride, filters]
  };
}
