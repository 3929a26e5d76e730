import { withScope } from "../../graph/scope.ts";
import type { Options, ValuesOf } from "../../options.ts";
import { checkDefinition } from "../../trick/check-definition.ts";
import { type TrickDefinition, trickMaker } from "../../trick.ts";
import type { Optimizer } from "../optimizer.ts";
import type { Change, Rule, Stage, State, StepContext, Tensors } from "../rule.ts";
import { type Given, type StageArguments, scheduled } from "../stage-rule.ts";
import { valuesAt } from "../values-at.ts";
import { identity, scoped } from "./combinators.ts";

/** The rule that a wrapper stands around, within one step. */
export interface Inner {
  /** Its state before the step, in slots of its own. */
  readonly state: State;
  /** One step of the inner rule, on what the wrapper was given, with these changes. */
  step(changes?: Partial<Omit<Stage, "state">>): { params: Tensors; state: State };
  /** @deprecated The former name of `step`. */
  apply(changes?: Partial<Omit<Stage, "state">>): { params: Tensors; state: State };
}

/** A rule around another one: it may change what that sees, and what it does. */
export interface WrapperDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** Set where it acts on parameters, so that it has an effect behind an optimizer as well. */
  onWeights?: true;
  /** Its state before the first step, by slot and parameter. None by default. */
  init?(params: Tensors, given: Given<O>): State;
  /** The change of the step; `inner` replaces the state of the inner rule. By default the step of that rule. */
  update?(stage: Stage, values: ValuesOf<O>, inner: Inner, at: StepContext): Change & { inner?: State };
  /** How many steps make one step of the inner rule; 1 if left out. */
  stride?(values: Given<O>): number;
  /** The context that the inner rule sees: another time, other rates. */
  innerContext?(at: StepContext, values: ValuesOf<O>): StepContext;
  /** @deprecated The former name of `innerContext`. */
  moment?(at: StepContext, values: ValuesOf<O>): StepContext;
  /** Which of these parameters no stage may see. */
  frozen?(parameters: readonly string[], given: Given<O>): readonly string[];
  /** The slot that evaluation and the finished model take in place of a parameter. */
  evaluated?: string;
}

/** The state of the inner rule lies under this name: "inner.mean". */
const INNER = "inner";

/**
 * Defines a rule around another. With an option `optimizer` it stands around that one (`lookahead(adam())`); without, it
 * is a stage of a chain and stands around all that comes after it (`chain(accumulate(4), clipByGlobalNorm(1), adam())`).
 * @param definition its name, summary, source and options, and what it does before, after or in place of the inner step.
 * @throws a usage error for what is missing in the definition.
 * @example
 * const halved = defineWrapper({
 *   name: "halved",
 *   summary: "Gives the inner optimizer half of the gradients.",
 *   source: "by definition",
 *   options: {},
 *   update: ({ grads }, _, inner) =>
 *     inner.step({ grads: Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, grad.mul(0.5)])) }),
 * });
 * await train(model, data, { optimizer: chain(halved(), adam()) });
 */
export function defineWrapper<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: WrapperDefinition<O> & { positional?: P },
): ((...args: StageArguments<O, P>) => Optimizer) & { definition: WrapperDefinition<O> } {
  checkDefinition("defineWrapper", definition);
  const methodsFor = (given: Given<O>) => {
    const { optimizer } = given as { optimizer?: Optimizer };
    if (optimizer !== undefined) return wrapped(definition, given, optimizer);
    return { ...wrapped(definition, given, identity), around: (rest: Rule) => wrapped(definition, given, rest) };
  };
  return trickMaker(definition, methodsFor, scheduled(definition.options));
}

function wrapped<O extends Options>(definition: WrapperDefinition<O>, given: Given<O>, rule: Rule): Rule {
  const innerRule = scoped(INNER, rule);
  const read = (at: StepContext) => valuesAt(given, at) as ValuesOf<O>;
  const inside = (at: StepContext) => (definition.innerContext ?? definition.moment)?.(at, read(at)) ?? at;
  const update = (stage: Stage, values: ValuesOf<O>, inner: Inner, at: StepContext) =>
    definition.update === undefined ? { params: inner.step().params } : definition.update(stage, values, inner, at);
  return {
    ...innerRule,
    init: (params) => ({ ...definition.init?.(params, given), ...innerRule.init(params) }),
    apply(stage, at) {
      let after: { params: Tensors; state: State } = { params: stage.params, state: {} };
      const step: Inner["step"] = (changes) => {
        const seen = { ...stage, ...changes };
        const { params = seen.params, state = {} } = innerRule.apply(seen, inside(at));
        after = { params, state };
        return after;
      };
      const inner: Inner = {
        state: stage.state,
        step,
        apply: step,
      };
      const { inner: kept, ...change } = withScope(definition.name, () => update(stage, read(at), inner, at));
      return { params: after.params, ...change, state: { ...change.state, ...(kept ?? after.state) } };
    },
    learningRate: (at, parameter) => innerRule.learningRate?.(inside(at), parameter),
    stride: () => (definition.stride?.(given) ?? 1) * (innerRule.stride?.() ?? 1),
    frozen: (names) => [...(definition.frozen?.(names, given) ?? []), ...(innerRule.frozen?.(names) ?? [])],
    evaluated: (parameter) => definition.evaluated ?? innerRule.evaluated?.(parameter),
  };
}
