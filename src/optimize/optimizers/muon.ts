import { wholePower } from "../../exact-math/whole-power.ts";
import { lerp, type Tensor, zerosLike } from "../../graph/tensor.ts";
import { count, fixed, flag, nonNegative, optional, positive, unit } from "../../options.ts";
import { newtonSchulz } from "../math/newton-schulz.ts";
import { matches, type Patterns, patternsOption } from "../math/parameter-patterns.ts";
import { decayOption, decays } from "../math/weight-decay-option.ts";
import { defineOptimizer } from "../optimizer.ts";

export const muon = defineOptimizer({
  name: "muon",
  summary: "Momentum with all singular values made about 1: every direction of a matrix moves by the same amount.",
  source: "Jordan et al. 2024, Muon: an optimizer for hidden layers in neural networks; Adam for the rest",
  section: "optimizers",
  formula:
    "B ← μB + g\nO = NewtonSchulz(g + μB), U Vᵀ of its decomposition U Σ Vᵀ but for some tenths\nW ← W − η · √max(1, out / in) · O − ηλW",
  use: "For dense and convolution kernels of hidden layers; a learning rate of about 0.02 suits most sizes.",
  avoid:
    "The authors train embeddings and the last layer with Adam: name them in except. Five steps of matrix products are expensive for wide layers with small batches. As in the authors' code 1e-7 is added to the norm of a matrix, so gradients below that make shorter steps.",
  example: 'muon({ learningRate: 0.02, except: "4.dense" })',
  options: {
    learningRate: positive(0.02, "the length of a step along every direction of a matrix"),
    momentum: unit(0.95, "μ: the share of the momentum that is kept at each step"),
    nesterov: flag(true, "whether the step is that of the momentum after one more step"),
    steps: fixed(count(5, "steps of the Newton–Schulz iteration")),
    weightDecay: nonNegative(0, "λ: weights shrink by the share ηλ at each step"),
    decay: decayOption(),
    except: optional(
      patternsOption("matrices that Adam moves, such as embeddings and the last layer; none by default"),
    ),
    adamRate: positive(0.015, "Adam's learning rate as a multiple of learningRate, for all that has one axis at most"),
    b1: unit(0.9, "Adam's share of the mean gradient that is kept at each step"),
    b2: unit(0.95, "Adam's share of the mean square that is kept at each step"),
    eps: positive(1e-8, "added to Adam's root of the mean square"),
  },
  init: (param, { except }, name) =>
    isMatrix(param, name, except)
      ? { momentum: zerosLike(param) }
      : { mean: zerosLike(param), square: zerosLike(param) },
  update({ param, grad, state, step, name }, values) {
    const { learningRate, weightDecay, decay, b1, b2, eps, adamRate } = values;
    const decayed = (rate: number) => (decays(param, decay) ? param.mul(1 - rate * weightDecay) : param); // (1 − ηλ)w
    if (isMatrix(param, name, values.except)) {
      const momentum = state.momentum.mul(values.momentum).add(grad); // B ← μB + g
      const direction = values.nesterov ? grad.add(momentum.mul(values.momentum)) : momentum;
      const outputs = param.shape.at(-1) as number;
      const matrix = direction.reshape([-1, outputs]); // [height · width · in, out]
      const scale = Math.sqrt(Math.max(1, outputs / matrix.shape[0]));
      const step = newtonSchulz(matrix, values.steps).reshape(param.shape);
      return { param: decayed(learningRate).sub(step.mul(learningRate * scale)), state: { momentum } };
    }
    const rate = learningRate * adamRate;
    const mean = lerp(state.mean, grad, 1 - b1); // m ← β₁m + (1 − β₁)g
    const square = lerp(state.square, grad.square(), 1 - b2); // v ← β₂v + (1 − β₂)g²
    const root = square.sqrt().mul(1 / Math.sqrt(1 - wholePower(b2, step))); // √(v / (1 − β₂ᵗ))
    const size = rate / (1 - wholePower(b1, step)); // η / (1 − β₁ᵗ)
    return { param: decayed(rate).sub(mean.mul(size).div(root.add(eps))), state: { mean, square } };
  },
});

function isMatrix(param: Tensor, name: string, except: Patterns | undefined): boolean {
  return param.rank > 1 && !(except !== undefined && matches(except, name));
}
