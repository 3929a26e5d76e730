import { sizeOf } from "../../graph/shape.ts";
import { positive, unit } from "../../options.ts";
import { moments } from "../blocks/moments.ts";
import { scaleAndShift } from "../blocks/scale-and-shift.ts";
import { ones } from "../initializers/ones.ts";
import { zeros } from "../initializers/zeros.ts";
import { defineLayer } from "../layer.ts";

export const batchNorm = defineLayer({
  name: "batchNorm",
  summary:
    "Shifts and scales every feature to mean 0 and variance 1 over the batch, then by a learned scale and shift.",
  source: "Ioffe and Szegedy 2015, algorithms 1 and 2",
  section: "normalization",
  formula: "x̂ = (x − μ_B) / √(σ²_B + ε)\ny = γx̂ + β",
  use: "After the weights and before the activation, in convolutional and deep dense networks, with batches of 32 or more: it allows learning rates several times as high, and initial weights matter less. The layer before it needs no bias, β takes its place.",
  avoid:
    "Batches of fewer than about 8 samples, whose statistics are noise (layerNorm() does not depend on the batch). A batch with a single value of a feature has no variance: as the last one of an epoch it uses the running statistics and does not update them; with batches of 1 throughout, the layer would only scale and shift. Samples of a batch influence one another; inference uses running statistics, which are wrong after few steps or for data of another kind. Dropout before it shifts the variance between training and inference.",
  example: "batchNorm({ momentum: 0.9 })",
  options: {
    momentum: unit(0.9, "fraction of the running statistics that is kept at each step; inference uses them"),
    eps: positive(1e-5, "added to the variance before its root"),
  },
  parameters: scaleAndShift,
  state: (input) => ({
    mean: { shape: input.slice(-1), init: zeros() },
    variance: { shape: input.slice(-1), init: ones() },
  }),
  forward(x, { batchStatistics, parameter, state, track }, { momentum, eps }) {
    // (x − mean) · γ / √(variance + ε) + β, with one factor for each feature
    const normalize = (centered: typeof x, variance: typeof x) =>
      centered.mul(parameter("scale").div(variance.add(eps).sqrt())).add(parameter("shift"));
    const count = sizeOf(x.shape.slice(0, -1)); // values of each feature
    if (!batchStatistics || count === 1) return normalize(x.sub(state("mean")), state("variance"));

    const axes = x.shape.slice(0, -1).map((_, axis) => axis); // all but the features
    const { mean, variance, centered } = moments(x, axes); // variance biased: divided by count
    track("mean", mean.reshape(x.shape.slice(-1)), momentum);
    track("variance", variance.reshape(x.shape.slice(-1)).mul(count / (count - 1)), momentum);
    return normalize(centered, variance);
  },
});
