import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { custom, resolveOptions } from "../../options.ts";
import { isInstance } from "../../trick/instance.ts";
import { type Instance, instantiate, type Trick } from "../../trick.ts";
import type { Moment, Optimizer, Rule, TransformDefinition } from "../optimizer.ts";
import { followed, NOTHING, under } from "./combinators.ts";

export function isOptimizer(value: unknown): value is Optimizer {
  return isInstance(value) && "apply" in value;
}

const definition = {
  name: "chain",
  summary: "Stages one after another: each sees the gradients and parameters that the one before it left.",
  source: "by definition",
  section: "optimizers",
  use: "To put clipping or penalties before an optimizer. The last stage is the one that moves the parameters.",
  avoid: "The order counts: a penalty before the clipping is clipped along, one after it is not.",
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
} satisfies Trick;

/**
 * `chain(clipByGlobalNorm(1), weightDecay(0.01), adam())`: transforms first, the optimizer that moves the parameters last.
 * Its stages are told the learning rate of that optimizer. A chain in a chain is as if its stages stood there.
 */
export const chain = Object.assign(
  (...stages: Optimizer[]): Optimizer => {
    const values = resolveOptions("chain", definition.options, { stages });
    demandEffect(stages);
    return instantiate(definition as unknown as Trick, values as Instance["values"], {
      ...withRate(inOrder(stages, NOTHING)),
      around: (rest: Rule) => inOrder(stages, under("rest", rest)),
    });
  },
  { definition },
);

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

/** Whether a stage is an optimizer, or has one in it. */
export function moves(stage: Optimizer): boolean {
  return stage.moves === true || Object.hasOwn(stage.definition.options, "learningRate") || inner(stage).some(moves);
}

function actsOnWeights(stage: Optimizer): boolean {
  if (stage.definition === chain.definition) return inner(stage).every(actsOnWeights);
  return (stage.definition as Partial<TransformDefinition>).onWeights === true;
}

/** What a chain, a wrapper or groups are made of. */
export function inner({ values }: Optimizer): readonly Optimizer[] {
  const { stages = [], optimizer, groups = [] } = values as Parts;
  return [...stages, ...(optimizer === undefined ? [] : [optimizer]), ...groups.map(([, one]) => one)];
}

interface Parts {
  stages?: readonly Optimizer[];
  optimizer?: Optimizer;
  groups?: readonly (readonly [string, Optimizer])[];
}

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
