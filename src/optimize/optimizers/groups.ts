import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { custom, resolveOptions } from "../../options.ts";
import { type Instance, instantiate, type Trick } from "../../trick.ts";
import { isOptimizer } from "../compose/chain.ts";
import { under } from "../compose/combinators.ts";
import { demandMatches, matches } from "../math/parameter-patterns.ts";
import type { Moment, Optimizer, Rule, Stage, State, Tensors } from "../optimizer.ts";

/** A pattern of names, and the optimizer of these parameters. */
type Group = readonly [pattern: string, optimizer: Optimizer];

const definition = {
  name: "groups",
  summary:
    "Moves parameters by different optimizers, chosen by their names; each takes the first pattern that matches.",
  source: "by definition",
  section: "optimizers",
  formula: "w ← the step of the first optimizer whose pattern matches the name of w",
  use: "For other rates, decays or rules in some layers. What comes before it in a chain sees all parameters together.",
  avoid: "Norms within an optimizer, as of clipping in a group's own chain, are those of its group alone.",
  example: 'groups([["4.dense", adam({ learningRate: 1e-3 })], ["*", sgd({ learningRate: 0.1, momentum: 0.9 })]])',
  options: {
    groups: custom<readonly Group[]>(
      v.array(v.tuple([v.pipe(v.string(), v.nonEmpty()), v.custom<Optimizer>(isOptimizer)])),
      undefined,
      "a list of [pattern, optimizer]",
      'which optimizer moves which parameters; the last one usually "*", for the rest',
      ["optimizers", "transforms"],
    ),
  },
} satisfies Trick;

export const groups = Object.assign(
  (given: readonly Group[] | { groups?: readonly Group[] } = {}): Optimizer => {
    const values = resolveOptions("groups", definition.options, Array.isArray(given) ? { groups: given } : given);
    return instantiate(definition as unknown as Trick, values as Instance["values"], grouped(values.groups));
  },
  { definition },
);

function grouped(groups: readonly Group[]): Rule {
  const rules = groups.map(([, optimizer], i) => under(`${i}`, optimizer));
  const placeOf = (name: string) => groups.findIndex(([pattern]) => matches(pattern, name));
  const ruleOf = (name: string): Rule | undefined => rules[placeOf(name)];
  const ofGroup = (i: number, tensors: Tensors): Tensors =>
    Object.fromEntries(Object.entries(tensors).filter(([name]) => placeOf(name) === i));
  return {
    init(params: Tensors): State {
      const names = Object.keys(params);
      for (const [pattern] of groups) demandMatches("groups", pattern, names);
      const left = names.find((name) => placeOf(name) === -1);
      if (left !== undefined)
        throw usageError({
          where: "groups",
          expected: "an optimizer for every parameter",
          received: `none for ${left}`,
          fix: 'End with ["*", …], which matches all that is left.',
        });
      return Object.assign({}, ...rules.map((rule, i) => rule.init(ofGroup(i, params))));
    },
    apply(stage: Stage, at: Moment) {
      const changes = rules.map((rule, i) => {
        const params = ofGroup(i, stage.params);
        return { params, ...rule.apply({ ...stage, params, grads: ofGroup(i, stage.grads) }, at) };
      });
      return {
        params: Object.assign({}, ...changes.map(({ params }) => params)),
        state: Object.assign({}, ...changes.map(({ state }) => state)),
      };
    },
    learningRate: (at, name) => (name === undefined ? rules.at(-1) : ruleOf(name))?.learningRate?.(at, name),
    evaluated: (name) => ruleOf(name)?.evaluated?.(name),
    scalesByNorm: () => rules.some((rule) => rule.scalesByNorm?.()),
    stride: () => Math.max(...rules.map((rule) => rule.stride?.() ?? 1)),
    frozen: (names) => rules.flatMap((rule, i) => rule.frozen?.(names.filter((name) => placeOf(name) === i)) ?? []),
  };
}
