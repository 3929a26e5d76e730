import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { type Shape, sameShape, showShape } from "../../graph/shape.ts";
import { sumOf } from "../../graph/tensor.ts";
import { custom } from "../../options.ts";
import { buildInner, forwardInner, partsOf } from "../inner-layer.ts";
import { type BuiltLayer, defineLayer, isLayer, type Layer } from "../layer.ts";

export const parallel = defineLayer({
  name: "parallel",
  summary: "Layers side by side on the same input, their outputs concatenated along the channels.",
  source: "Szegedy et al. 2015, section 4",
  section: "architectures",
  formula: "y = [f₁(x), f₂(x), …]",
  use: "To process one signal in several ways, such as through windows of several sizes.",
  avoid: "Outputs that should be added: use residual(). All branches must give images of the same size.",
  example: 'parallel([conv2d(8, 1), conv2d(8, 3, { padding: "same" })])',
  options: {
    branches: custom(
      v.pipe(v.array(v.custom<Layer>(isLayer)), v.minLength(1)),
      undefined,
      "a list of at least one layer",
      "the layers side by side; wrap several layers in a row in a sequential",
      ["layers"],
    ),
  },
  positional: ["branches"],
  build(input, { branches }) {
    const parts = branches.map((layer, i) => {
      const name = `${i}.${layer.name}`;
      return { name, built: buildInner(name, layer, input) };
    });
    const widths = parts.map(({ built }) => expectSameImage(built, parts[0].built));
    let width = 0;
    const starts = widths.map((channels) => {
      width += channels;
      return width - channels;
    });
    const outputShape = [...parts[0].built.outputShape.slice(0, -1), width];
    const zeros = outputShape.map(() => 0);
    return {
      outputShape,
      ...partsOf(parts),
      forward: (x, context) =>
        sumOf(
          parts.map(({ name, built }, i) =>
            forwardInner(name, built, x, context).pad(
              [...zeros, starts[i]],
              [...zeros, width - starts[i] - widths[i]], // [batch, …, width]
            ),
          ),
        ),
    };
  },
});

/** The channels of a branch, whose output must have the other extents of the first one's. */
function expectSameImage({ outputShape }: BuiltLayer, first: BuiltLayer): number {
  const [image, expected] = [outputShape, first.outputShape].map((shape: Shape) => shape.slice(0, -1));
  if (outputShape.length === first.outputShape.length && sameShape(image, expected)) return outputShape.at(-1) ?? 1;
  throw usageError({
    where: "parallel: branches",
    expected: `outputs like the first branch's, ${showShape(first.outputShape)}, except for the channels`,
    received: showShape(outputShape),
    fix: 'Use padding: "same" and one stride in all branches.',
  });
}
