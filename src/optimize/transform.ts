import { withScope } from "../graph/scope.ts";
import type { Options, ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type TrickDefinition, trickMaker } from "../trick.ts";
import type { Optimizer } from "./optimizer.ts";
import type { Change, Stage, State, StepContext, Tensors } from "./rule.ts";
import { type Given, type StageArguments, scheduled, stageRule } from "./stage-rule.ts";

/** A rule for all gradients together. */
export interface TransformDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** Set where it acts on parameters, so that it has an effect behind an optimizer as well. */
  onWeights?: true;
  /** Its state at first, for each slot a tensor for each parameter; none if left out. */
  init?(params: Tensors): State;
  /** What changes of parameters, gradients and state in a step. */
  update(stage: Stage, values: ValuesOf<O>, at: StepContext): Change;
}

/**
 * Defines a stage that sees all parameters at once: `export const clipByGlobalNorm = defineTransform({ … })`.
 * @param definition its name, summary, source and options, and `update`. Options named in `positional` may be given without
 * their names.
 * @throws a usage error for what is missing in the definition.
 * @example
 * const scaleGradients = defineTransform({
 *   name: "scaleGradients",
 *   summary: "Multiplies every gradient by a factor.",
 *   source: "by definition",
 *   options: { factor: positive(undefined, "the factor") },
 *   positional: ["factor"],
 *   update: ({ grads }, { factor }) => ({
 *     grads: Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, grad.mul(factor)])),
 *   }),
 * });
 * await train(model, data, { optimizer: chain(scaleGradients(0.5), adam()) });
 */
export function defineTransform<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: TransformDefinition<O> & { positional?: P },
): ((...args: StageArguments<O, P>) => Optimizer) & { definition: TransformDefinition<O> } {
  checkDefinition("defineTransform", definition, ["update"]);
  const init = (params: Tensors) => definition.init?.(params) ?? {};
  const update = (stage: Stage, values: ValuesOf<O>, at: StepContext) =>
    withScope(definition.name, () => definition.update(stage, values, at));
  return trickMaker(definition, (given: Given<O>) => stageRule(given, init, update), scheduled(definition.options));
}
