import { withScope } from "../../graph/scope.ts";
import type { Options, ValuesOf } from "../../options.ts";
import { checkDefinition } from "../../trick/check-definition.ts";
import { type Instance, instantiate, type TrickDefinition } from "../../trick.ts";
import {
  type Change,
  type Given,
  type Moment,
  type Optimizer,
  type Rule,
  readStageArguments,
  type Stage,
  type State,
  type Tensors,
  type TransformArguments,
  valuesAt,
} from "../optimizer.ts";
import { NOTHING, under } from "./combinators.ts";

/** The rule that a wrapper stands around, within one step. */
export interface Inner {
  /** Its state before the step, in slots of its own. */
  readonly state: State;
  /** One step of it, on what the wrapper was given but for these changes. */
  apply(changes?: Partial<Omit<Stage, "state">>): { params: Tensors; state: State };
}

/** A rule around another one: it may change what that sees, and what becomes of it. */
export interface WrapperDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** Set where it acts on parameters, so that it has an effect behind an optimizer as well. */
  onWeights?: true;
  init?(params: Tensors, given: Given<O>): State;
  /** The change of the step; `inner` replaces the state of the rule within. By default the step of that rule. */
  update?(stage: Stage, values: ValuesOf<O>, inner: Inner, at: Moment): Change & { inner?: State };
  /** How many steps make one step of the rule within; 1 if left out. */
  stride?(values: Given<O>): number;
  /** Time, and the rates, as the rule within is told them. */
  moment?(at: Moment, values: ValuesOf<O>): Moment;
  /** Which of these parameters no stage may see. */
  frozen?(parameters: readonly string[], given: Given<O>): readonly string[];
  /** The slot that evaluation and the finished model take in place of a parameter. */
  evaluated?: string;
}

const INNER = "inner";

/**
 * Defines a rule around another. With an option `optimizer` it stands around that one (`lookahead(adam())`); without, it
 * is a stage of a chain and stands around all that comes after it (`chain(accumulate(4), clipByGlobalNorm(1), adam())`).
 */
export function defineWrapper<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: WrapperDefinition<O> & { positional?: P },
): ((...args: TransformArguments<O, P>) => Optimizer) & { definition: WrapperDefinition<O> } {
  checkDefinition("defineWrapper", definition);
  const make = (...args: TransformArguments<O, P>): Optimizer => {
    const given = readStageArguments(definition, definition.positional ?? [], args);
    const { optimizer } = given as { optimizer?: Optimizer };
    return instantiate(definition as unknown as TrickDefinition, given as Instance["values"], {
      ...wrapped(definition, given, optimizer ?? NOTHING),
      ...(optimizer === undefined ? { around: (rest: Rule) => wrapped(definition, given, rest) } : {}),
    });
  };
  return Object.assign(make, { definition });
}

function wrapped<O extends Options>(definition: WrapperDefinition<O>, given: Given<O>, rule: Rule): Rule {
  const within = under(INNER, rule);
  const read = (at: Moment) => valuesAt(given, at) as ValuesOf<O>;
  const told = (at: Moment) => definition.moment?.(at, read(at)) ?? at;
  const step: Required<WrapperDefinition<O>>["update"] =
    definition.update ?? ((_stage, _values, inner) => ({ params: inner.apply().params }));
  return {
    ...within,
    init: (params) => ({ ...definition.init?.(params, given), ...within.init(params) }),
    apply(stage, at) {
      let after: { params: Tensors; state: State } = { params: stage.params, state: {} };
      const inner: Inner = {
        state: stage.state,
        apply(changes) {
          const { params = changes?.params ?? stage.params, state = {} } = within.apply(
            { ...stage, ...changes },
            told(at),
          );
          after = { params, state };
          return after;
        },
      };
      const { inner: kept, ...change } = withScope(definition.name, () => step(stage, read(at), inner, at));
      return { params: after.params, ...change, state: { ...change.state, ...(kept ?? after.state) } };
    },
    learningRate: (at, parameter) => within.learningRate?.(told(at), parameter),
    stride: () => (definition.stride?.(given) ?? 1) * (within.stride?.() ?? 1),
    frozen: (names) => [...(definition.frozen?.(names, given) ?? []), ...(within.frozen?.(names) ?? [])],
    evaluated: (parameter) => definition.evaluated ?? within.evaluated?.(parameter),
  };
}
