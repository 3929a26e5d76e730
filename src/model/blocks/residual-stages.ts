import * as v from "valibot";
import { count, custom, type Option, type ValuesOf } from "../../options.ts";
import { initializerOption } from "../initializer.ts";
import { heNormal } from "../initializers/he-normal.ts";
import type { Layer } from "../layer.ts";
import { conv2d } from "../layers/conv2d.ts";
import { dense } from "../layers/dense.ts";
import { globalAveragePool } from "../layers/global-average-pool.ts";
import { relu } from "../layers/relu.ts";
import { sequential } from "../layers/sequential.ts";
import { normOption } from "./norm-option.ts";
import { OUTPUTS_OPTIONS } from "./outputs-option.ts";
import { withNorm } from "./with-norm.ts";

/** The options of a network in stages. */
export const RESIDUAL_STAGES_OPTIONS = {
  depth: depthOption(20),
  ...OUTPUTS_OPTIONS,
  width: count(16, "filters of the first stage; each later stage has twice as many"),
  norm: normOption("batch"),
  init: initializerOption(heNormal(), "the scheme of the initial weights"),
};

/**
 * The networks of He et al. 2016 for small images: a convolution, three stages of blocks, the mean over the image, a dense
 * layer. `block` makes one layer from the layers beside a shortcut, block `place` of n; a ReLU follows it.
 */
export function residualStages(
  { depth, classes, outputs = classes, width, norm, init }: ValuesOf<typeof RESIDUAL_STAGES_OPTIONS>,
  block: (layers: readonly Layer[], at: { place: number; of: number }) => Layer,
): Layer {
  const blocks = (depth - 2) / 6;
  let place = 0;
  const convolution = (filters: number, stride: number): Layer[] =>
    withNorm(norm, (bias) => conv2d(filters, 3, { stride, padding: 1, bias, init }));
  const stage = (filters: number, firstStride: number): Layer[] =>
    Array.from({ length: blocks }, (_, i) => [
      block([...convolution(filters, i === 0 ? firstStride : 1), relu(), ...convolution(filters, 1)], {
        place: ++place,
        of: 3 * blocks,
      }),
      relu(),
    ]).flat();
  return sequential([
    ...convolution(width, 1),
    relu(),
    ...stage(width, 1), // [32, 32, 16]
    ...stage(2 * width, 2), // → [16, 16, 32]
    ...stage(4 * width, 2), // → [8, 8, 64]
    globalAveragePool(),
    dense(outputs, { init }),
  ]);
}

/** An option that counts the weighted layers of a network in stages: 6n + 2. */
function depthOption(fallback: number): Option<number> {
  return custom(
    v.pipe(
      v.number(),
      v.integer(),
      v.check((depth) => depth >= 8 && depth % 6 === 2),
    ),
    fallback,
    "a whole number 6n + 2 of at least 8: 8, 14, 20, 32, 44, 56, 110 …",
    "number of layers with weights; 2n of them in each of the three stages",
  );
}
