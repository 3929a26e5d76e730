import { usageError } from "../../errors.ts";
import { mapTensors } from "../../graph/map-tensors.ts";
import { nonNegative } from "../../options.ts";
import { optimizerOption } from "../compose/optimizer-option.ts";
import { defineWrapper } from "../compose/wrapper.ts";
import { globalNorm } from "../math/norms.ts";

export const sam = defineWrapper({
  name: "sam",
  summary: "Gives an optimizer the gradient at the worst nearby weights, so that it ends in flat minima.",
  source: "Foret et al. 2021, arXiv:2010.01412, algorithm 1",
  section: "optimizers",
  formula: "ê = ρg / ‖g‖, g = ∇L(w)\nthe optimizer's step from w, by ∇L(w + ê)",
  use: "To generalize better from little data or noisy labels, at twice the cost of a step.",
  avoid:
    "Put it around clipping and accumulation, not behind them. Masks are the same in both passes; statistics of batch normalization are those of the first.",
  example: "sam(chain(clipByGlobalNorm(1), sgd({ learningRate: 0.1, momentum: 0.9 })), { rho: 0.05 })",
  options: {
    optimizer: optimizerOption("what steps by the gradient found"),
    rho: nonNegative(0.05, "ρ: how far away the worst weights are looked for"),
  },
  positional: ["optimizer"],
  update({ params, grads }, { rho }, inner, { gradientsAt }) {
    if (gradientsAt === undefined)
      throw usageError({
        where: "sam",
        expected: "a loss, whose gradient is wanted at other weights",
        received: "gradients only",
        fix: "In a chain, put sam around the stages that follow it: sam(chain(accumulate(4), adam())).",
      });
    const length = globalNorm(grads);
    const norm = length.equal(0).where(1, length); // ‖g‖
    const away = mapTensors(params, (param, name) => param.add(grads[name].mul(rho).div(norm))); // w + ρg / ‖g‖
    return { params: inner.step({ grads: gradientsAt(away) }).params };
  },
});
