import * as v from "valibot";
import { custom, unit } from "../../options.ts";
import { defineArchitecture } from "../architecture.ts";
import { normOption } from "../blocks/norm-option.ts";
import { OUTPUTS_OPTIONS } from "../blocks/outputs-option.ts";
import { withNorm } from "../blocks/with-norm.ts";
import { initializerOption } from "../initializer.ts";
import { heNormal } from "../initializers/he-normal.ts";
import type { Layer } from "../layer.ts";
import { conv2d } from "../layers/conv2d.ts";
import { dense } from "../layers/dense.ts";
import { dropout } from "../layers/dropout.ts";
import { globalAveragePool } from "../layers/global-average-pool.ts";
import { inception } from "../layers/inception.ts";
import { maxPool2d } from "../layers/max-pool2d.ts";
import { relu } from "../layers/relu.ts";
import { sequential } from "../layers/sequential.ts";

export const inceptionNet = defineArchitecture({
  name: "inceptionNet",
  summary: "GoogLeNet for small images: a 3×3 convolution, five blocks of four branches, the mean, a dense layer.",
  source: "Szegedy et al. 2015, with filters in the proportions of block 3a, and batch normalization of 2015 (Ioffe)",
  section: "architectures",
  formula: "conv 3×3 → 2 × inception(w) → pool → 2 × inception(2w) → pool → inception(4w) → mean → dense",
  use: "Small images whose features have several sizes, with a deep network that stays small: 0.26 million weights.",
  avoid: "Where steps must be fast: many small convolutions cost more time than a few large ones of as many weights.",
  example: "inceptionNet({ classes: 10, width: 32 })",
  options: {
    ...OUTPUTS_OPTIONS,
    width: custom(
      v.pipe(v.number(), v.integer(), v.minValue(16), v.multipleOf(16)),
      64,
      "a multiple of 16",
      "output channels of the first blocks; twice as many after each pooling",
    ),
    dropout: unit(0.4, "fraction of features dropped before the dense layer"),
    norm: normOption("batch"),
    init: initializerOption(heNormal(), "the scheme of the initial weights"),
  },
  layers({ classes, outputs = classes, width, dropout: rate, norm, init }) {
    /** Of 16 parts: 4 + 8 + 2 + 2 = 1×1 + 3×3 + 5×5 + pool. */
    const block = (filters: number): Layer => {
      const part = filters / 16;
      const [conv1, reduce3, conv3, reduce5, conv5, pool] = [4, 6, 8, 1, 2, 2].map((parts) => parts * part);
      return inception({ conv1, reduce3, conv3, reduce5, conv5, pool, norm, init });
    };
    const halve = maxPool2d(3, { stride: 2, padding: 1 });
    return sequential([
      ...withNorm(norm, (bias) => conv2d(width / 2, 3, { padding: "same", bias, init })),
      relu(),
      ...[block(width), block(width), halve], // [28, 28, w] → [14, 14, w]
      ...[block(2 * width), block(2 * width), halve], // → [7, 7, 2w]
      block(4 * width),
      globalAveragePool(),
      ...(rate > 0 ? [dropout(rate)] : []),
      dense(outputs, { init }),
    ]);
  },
});
