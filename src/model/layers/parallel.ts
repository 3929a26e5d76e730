import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { type Shape, sameShape, showShape } from "../../graph/shape.ts";
import { custom } from "../../options.ts";
import { concatenate, concatenatedShape } from "../blocks/concatenate.ts";
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
    for (const { built } of parts) expectSameImage(built, parts[0].built);
    const shapes = parts.map(({ built }) => built.outputShape);
    const channels = shapes[0].length - 1;
    return {
      outputShape: concatenatedShape(shapes, channels),
      ...partsOf(parts),
      forward: (x, context) =>
        concatenate(
          parts.map(({ name, built }) => forwardInner(name, built, x, context)),
          channels,
        ), // [batch, …, channels of all]
    };
  },
});

/** @throws a usage error for a branch whose output differs from the first one's in more than the channels. */
function expectSameImage({ outputShape }: BuiltLayer, first: BuiltLayer): void {
  const [image, expected] = [outputShape, first.outputShape].map((shape: Shape) => shape.slice(0, -1));
  if (outputShape.length === first.outputShape.length && sameShape(image, expected)) return;
  throw usageError({
    where: "parallel: branches",
    expected: `outputs like the first branch's, ${showShape(first.outputShape)}, except for the channels`,
    received: showShape(outputShape),
    fix: 'Use padding: "same" and one stride in all branches.',
  });
}
