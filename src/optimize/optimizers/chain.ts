import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { isPlainObject } from "../../options/plain-object.ts";
import { custom, resolveOptions } from "../../options.ts";
import { isInstance } from "../../trick/instance.ts";
import { instantiate, type Trick } from "../../trick.ts";
import { identity, scoped, sequence } from "../compose/combinators.ts";
import { innerOptimizers, moves } from "../inner-optimizers.ts";
import { isOptimizer, type Optimizer } from "../optimizer.ts";
import type { Rule, StepContext } from "../rule.ts";
import type { TransformDefinition } from "../transform.ts";

const definition = {
  name: "chain",
  summary: "Stages one after another: each sees the gradients and parameters that the one before it left.",
  source: "by definition",
  section: "optimizers",
  use: "To put clipping or penalties before an optimizer. The last stage is the one that moves the parameters.",
  avoid: "The order matters: a penalty before clipping is clipped too, one after it is not.",
  example: "chain(clipByGlobalNorm(1), l2(1e-4), momentum({ learningRate: 0.01 }))",
  options: {
    stages: custom(
      v.array(v.custom<Optimizer>(isOptimizer)),
      undefined,
      "a list of optimizers and transforms",
      "the stages in order",
      ["transforms", "optimizers"],
    ),
  },
  spread: "stages",
} satisfies Trick;

/**
 * `chain(clipByGlobalNorm(1), weightDecay(0.01), adam())`: transforms first, the optimizer that moves the parameters last.
 * Its stages know the learning rate of that optimizer. Nested chains are flattened.
 */
export const chain = Object.assign(
  (...given: Optimizer[]): Optimizer => {
    if (given.length === 1 && Array.isArray(given[0]))
      throw usageError({
        where: "chain",
        expected: "stages, one after another",
        received: "a list of them",
        fix: "Write chain(a, b), without brackets.",
      });
    const values = resolveOptions("chain", definition.options, isByName(given) ? given[0] : { stages: given });
    const { stages } = values;
    demandEffect(stages);
    return instantiate(definition, values, {
      ...withRate(inOrder(stages, identity)),
      around: (rest: Rule) => inOrder(stages, scoped("rest", rest)),
    });
  },
  { definition },
);

/** Whether the stages were given as a saved chain has them: `chain({ stages: [adam()] })`. */
function isByName(given: readonly unknown[]): boolean {
  return given.length === 1 && isPlainObject(given[0]) && !isInstance(given[0]);
}

/** @throws a usage error for a stage behind the optimizer that changes gradients, which nothing would see any more. */
function demandEffect(stages: readonly Optimizer[]): void {
  const behind = stages.slice(stages.findLastIndex(moves) + 1);
  const idle = behind.find((stage) => !actsOnWeights(stage));
  if (behind.length === stages.length || idle === undefined) return;
  throw usageError({
    where: "chain",
    expected: "the optimizer behind all that changes gradients",
    received: `${idle.name} behind it`,
    fix: `Put ${idle.name} before the optimizer.`,
  });
}

function actsOnWeights(stage: Optimizer): boolean {
  if (stage.definition === definition) return innerOptimizers(stage).every(actsOnWeights);
  return (stage.definition as Partial<TransformDefinition>).onWeights === true;
}

/** Each stage before, or around, all that come after it. */
function inOrder(stages: readonly Optimizer[], end: Rule): Rule {
  return stages.reduceRight<Rule>((rest, stage, i) => {
    return stage.around === undefined ? sequence(scoped(`${i}`, stage), rest) : scoped(`${i}`, stage.around(rest));
  }, end);
}

/** The rule, whose stages are all given its learning rate. */
function withRate(rule: Rule): Rule {
  const rateAt = (at: StepContext) => (parameter: string) =>
    rule.learningRate?.(at, parameter) ?? at.learningRate?.(parameter);
  return { ...rule, apply: (stage, at) => rule.apply(stage, { ...at, learningRate: rateAt(at) }) };
}
