import * as v from "valibot";
import { custom, resolveOptions } from "../options.ts";
import { type Instance, instantiate, isInstance, type Trick } from "../trick.ts";
import type { Moment, Optimizer, Rule } from "./optimizer.ts";
import { followed, NOTHING, under } from "./rules.ts";

export function isOptimizer(value: unknown): value is Optimizer {
  return isInstance(value) && "apply" in value;
}

const definition = {
  name: "chain",
  summary: "Stages one after another: each sees the gradients and parameters that the one before it left.",
  source: "by definition",
  options: {
    stages: custom(
      v.array(v.custom<Optimizer>(isOptimizer)),
      undefined,
      "a list of optimizers and transforms",
      "the stages in order",
      ["transforms", "optimizers"],
    ),
  },
} satisfies Trick;

/**
 * `chain(clipByGlobalNorm(1), weightDecay(0.01), adam())`: transforms first, the optimizer that moves the parameters last.
 * Its stages are told the learning rate of that optimizer. A chain in a chain is as if its stages stood there.
 */
export const chain = Object.assign(
  (...stages: Optimizer[]): Optimizer => {
    const values = resolveOptions("chain", definition.options, { stages });
    return instantiate(definition as unknown as Trick, values as Instance["values"], {
      ...withRate(inOrder(stages, NOTHING)),
      around: (rest: Rule) => inOrder(stages, under("rest", rest)),
    });
  },
  { definition },
);

/** Each stage before, or around, all that come after it. */
function inOrder(stages: readonly Optimizer[], end: Rule): Rule {
  return stages.reduceRight<Rule>((rest, stage, i) => {
    return stage.around === undefined ? followed(under(`${i}`, stage), rest) : under(`${i}`, stage.around(rest));
  }, end);
}

/** The rule, all parts of which are told its learning rate. */
function withRate(rule: Rule): Rule {
  const rateAt = (at: Moment) => (parameter: string) =>
    rule.learningRate?.(at, parameter) ?? at.learningRate?.(parameter);
  return { ...rule, apply: (stage, at) => rule.apply(stage, { ...at, learningRate: rateAt(at) }) };
}
