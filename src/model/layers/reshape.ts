import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { type Shape, showShape, sizeOf } from "../../graph/shape.ts";
import { custom } from "../../options.ts";
import { defineLayer } from "../layer.ts";

export const reshape = defineLayer({
  name: "reshape",
  summary: "The same numbers of each sample in another shape: [batch, 784] → [batch, 28, 28, 1].",
  source: "by definition",
  section: "layers",
  formula: "[batch, 784] → [batch, 28, 28, 1]",
  use: "To turn flat rows into images, or into groups of features.",
  avoid: "Swapping axes: it moves no number, so images stored with channels first come out scrambled.",
  example: "reshape([28, 28, 1])",
  options: {
    shape: custom<Shape>(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
      undefined,
      "a list of whole numbers of at least 1",
      "the shape of one sample, without the batch",
    ),
  },
  positional: ["shape"],
  shape(input, { shape }) {
    if (sizeOf(input) === sizeOf(shape)) return shape;
    throw usageError({
      where: "reshape",
      expected: `an input of ${sizeOf(shape)} numbers for ${showShape(shape)}`,
      received: showShape(input),
    });
  },
  forward: (x, _, { shape }) => x.reshape([x.shape[0], ...shape]),
});
