import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { type Shape, sameShape, showShape } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { defined } from "../../options/defined.ts";
import { custom } from "../../options.ts";
import { expectRank } from "../checks/expect-rank.ts";
import { buildInner, forwardInner, partsOf } from "../inner-layer.ts";
import { type BuiltLayer, defineLayer, isLayer, type Layer } from "../layer.ts";

type Shortcut = "identity" | "pad" | Layer;

export const residual = defineLayer({
  name: "residual",
  summary: "y = block(x) + shortcut(x): the block learns what to add to its input.",
  source: "He et al. 2016, equations 1 and 2; pad: option A, a layer: options B and C",
  section: "architectures",
  formula: "y = F(x) + x\ny = F(x) + s(x), with a shortcut s",
  use: "Networks of about 20 layers and more: a block learns to leave alone what it cannot improve, and the gradient reaches every block undiminished through the sum. The activation follows the sum.",
  avoid:
    "Shallow networks, which gain nothing. Without normalization the variance of signals grows with each block: end the block with batchNorm(), as here, or initialize its last scale or kernel with 0.",
  example: 'residual(sequential([conv2d(8, 3, { padding: "same", bias: false }), batchNorm()]), { shortcut: "pad" })',
  options: {
    block: custom(
      v.custom<Layer>(isLayer),
      undefined,
      "a layer",
      "the layer whose output is added to the shortcut; wrap several layers in a sequential",
      ["layers"],
    ),
    shortcut: custom<Shortcut>(
      v.union([v.picklist(["identity", "pad"]), v.custom<Layer>(isLayer)]),
      "identity",
      '"identity", "pad" or a layer',
      "the other path: the input itself; the input without the pixels that the stride of the block skips, with zeros for new channels; or a layer such as conv2d(32, 1, { stride: 2 })",
      ["layers"],
    ),
  },
  positional: ["block"],
  build(input, { block: layer, shortcut: path }) {
    const block = buildInner("block", layer, input);
    const shortcut = shortcutOf(path, input, block.outputShape);
    const paths = Object.entries(defined({ block, shortcut })).map(([name, built]) => ({ name, built }));
    return {
      outputShape: block.outputShape,
      ...partsOf(paths),
      forward(x, context) {
        const added = forwardInner("block", block, x, context);
        return added.add(shortcut === undefined ? x : forwardInner("shortcut", shortcut, x, context));
      },
    };
  },
});

/**
 * The path beside the block, built for an input; undefined where it is the input itself. It counts as beside the main path,
 * so that the block draws the same with any shortcut.
 * @throws a usage error unless its outputs have the shape of the block's.
 */
function shortcutOf(shortcut: Shortcut, input: Shape, target: Shape): BuiltLayer | undefined {
  if (shortcut === "pad" && !sameShape(input, target)) return padded(input, target);
  const built = typeof shortcut === "string" ? undefined : buildInner("shortcut", shortcut, input);
  const { outputShape } = built ?? { outputShape: input };
  if (sameShape(outputShape, target)) return built && { ...built, beside: true };
  throw usageError({
    where: "residual: shortcut",
    expected: `the shape of the block's output, ${showShape(target)}`,
    received: showShape(outputShape),
    fix: built ? undefined : 'Use shortcut: "pad", or a layer that changes the shape as the block does.',
  });
}

/** Every stride-th pixel, and zeros for the channels the input lacks. */
function padded(input: Shape, target: Shape): BuiltLayer {
  expectRank("residual", input, 3);
  const [height, width, channels] = input;
  const stride = Math.ceil(height / target[0]);
  const fits = [height, width].every((extent, axis) => Math.ceil(extent / stride) === target[axis]);
  if (target.length !== 3 || !fits || channels > target[2])
    throw usageError({
      where: "residual: shortcut",
      expected: `a block that "pad" fits, with output [⌈height / stride⌉, ⌈width / stride⌉, at least ${channels}]`,
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
