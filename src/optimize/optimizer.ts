import { mapTensors } from "../graph/map-tensors.ts";
import { withScope } from "../graph/scope.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Options, ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { isInstance } from "../trick/instance.ts";
import { type Instance, type NamedArguments, type TrickDefinition, trickMaker } from "../trick.ts";
import type { Rule, State, StepContext, Tensors } from "./rule.ts";
import { type Given, scheduled, stageRule } from "./stage-rule.ts";
import { rated } from "./values-at.ts";

/** One stage of the update: an optimizer (changes the parameters) or a transform (changes the gradients). */
export interface Optimizer extends Instance, Rule {
  /** For a stage that acts on all that comes after it in a chain: the rest, with this stage around it (see wrapper.ts). */
  around?(rest: Rule): Rule;
  /** Set for what was defined as an optimizer, not as a transform. */
  readonly moves?: true;
}

/** Whether a value is an optimizer or a transform, with its options. */
export function isOptimizer(value: unknown): value is Optimizer {
  return isInstance(value) && "apply" in value;
}

/** A rule for each parameter separately. */
export interface OptimizerDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** The slot of the state that evaluation and the finished model take in place of the parameter. */
  evaluated?: string;
  /** The initial state of a parameter: the same slots for the whole training run. */
  init?(param: Tensor, given: Given<O>, name: string): Record<string, Tensor>;
  /** The parameter and the state after the step. Hyper-parameters are plain numbers, also where a schedule was given. */
  update(
    at: { param: Tensor; grad: Tensor; state: Record<string, Tensor>; step: number; name: string },
    values: ValuesOf<O>,
  ): { param: Tensor; state?: Record<string, Tensor> };
}

/**
 * Defines an optimizer: `export const adam = defineOptimizer({ … })`, then `adam({ learningRate: 1e-3 })`.
 * @param definition its name, summary, source and options, `init` (its state at first) and `update` (a step).
 * @throws a usage error for what is missing in the definition.
 * @example
 * const signSgd = defineOptimizer({
 *   name: "signSgd",
 *   summary: "Moves every weight by the learning rate, against the sign of its gradient.",
 *   source: "Bernstein et al. 2018, arXiv:1802.04434",
 *   options: { learningRate: positive(1e-3, "the size of a step") },
 *   update: ({ param, grad }, { learningRate }) => ({ param: param.sub(grad.sign().mul(learningRate)) }),
 * });
 * await train(model, data, { optimizer: signSgd({ learningRate: cosineDecay(1e-3) }) });
 */
export function defineOptimizer<O extends Options>(
  definition: OptimizerDefinition<O>,
): ((...args: NamedArguments<O, Given<O>>) => Optimizer) & { definition: OptimizerDefinition<O> } {
  checkDefinition("defineOptimizer", definition, ["update"]);
  return trickMaker(
    definition,
    (given: Given<O>) => ({ ...eachParameter(definition, given), moves: true as const }),
    scheduled(definition.options),
  );
}

/** The rule for one parameter as a rule for all of them. */
function eachParameter<O extends Options>(definition: OptimizerDefinition<O>, given: Given<O>): Rule {
  const init = (params: Tensors) =>
    slotsFirst(mapTensors(params, (param, name) => definition.init?.(param, given, name) ?? {}));
  const rule = stageRule(given, init, ({ params, grads, state, step }, values, at) => {
    const updated = mapTensors(params, (param, name) => {
      const own = { param, grad: grads[name], state: slotsOf(name, state), step, name };
      return withScope(`${definition.name}/${name}`, () => definition.update(own, withFactor(values, at, name)));
    });
    return {
      params: mapTensors(updated, ({ param }) => param),
      state: slotsFirst(mapTensors(updated, ({ state }) => state ?? {})),
    };
  });
  return { ...rule, evaluated: () => definition.evaluated };
}

/** The values with the learning rate of this parameter. */
function withFactor<V>(values: V, at: StepContext, parameter: string): V {
  const { learningRate } = values as { learningRate?: number };
  return learningRate === undefined ? values : { ...values, learningRate: rated(learningRate, at, parameter) };
}

/** The state slots that exist for this parameter. */
function slotsOf(parameter: string, state: State): Record<string, Tensor> {
  const slots = Object.entries(state).filter(([, tensors]) => parameter in tensors);
  return Object.fromEntries(slots.map(([slot, tensors]) => [slot, tensors[parameter]]));
}

/** From slots by parameter to parameters by slot. */
function slotsFirst(byParameter: Record<string, Record<string, Tensor>>): State {
  const state: Record<string, Record<string, Tensor>> = {};
  for (const [parameter, slots] of Object.entries(byParameter))
    for (const [slot, tensor] of Object.entries(slots)) {
      state[slot] ??= {};
      state[slot][parameter] = tensor;
    }
  return state;
}
