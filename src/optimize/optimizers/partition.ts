import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { custom } from "../../options.ts";
import { type Trick, trickMaker } from "../../trick.ts";
import { scoped } from "../compose/combinators.ts";
import { demandMatches, matches } from "../math/parameter-patterns.ts";
import { isOptimizer, type Optimizer } from "../optimizer.ts";
import type { Rule, Tensors } from "../rule.ts";

/** A pattern of names, and the optimizer of these parameters. */
type Group = readonly [pattern: string, optimizer: Optimizer];

const definition = {
  name: "partition",
  formerly: ["groups"],
  summary:
    "Moves parameters by different optimizers, chosen by their names; each takes the first pattern that matches.",
  source: "by definition; optax.partition",
  section: "optimizers",
  formula: "w ← the step of the first optimizer whose pattern matches the name of w",
  use: "For other rates, decays or rules in some layers. What comes before it in a chain sees all parameters together.",
  avoid: "Clipping inside a group's chain sees the norm of that group only.",
  example: 'partition([["4.dense", adam({ learningRate: 1e-3 })], ["*", sgd({ learningRate: 0.1, momentum: 0.9 })]])',
  options: {
    groups: custom<readonly Group[]>(
      v.array(v.tuple([v.pipe(v.string(), v.nonEmpty()), v.custom<Optimizer>(isOptimizer)])),
      undefined,
      "a list of [pattern, optimizer]",
      'which optimizer moves which parameters; the last one usually "*", for the rest',
      ["optimizers", "transforms"],
    ),
  },
  positional: ["groups"],
} satisfies Trick & { positional: string[] };

type Arguments = [groups: readonly Group[] | { groups: readonly Group[] }];

export const partition: ((...args: Arguments) => Optimizer) & { definition: Trick } = trickMaker(
  definition,
  ({ groups }: { groups: readonly Group[] }) => partitioned(groups),
);

/**
 * @deprecated The earlier name of `partition`.
 * @alias
 */
export const groups = partition;

function partitioned(groups: readonly Group[]): Rule {
  const rules = groups.map(([, optimizer], i) => scoped(`${i}`, optimizer));
  const groupOf = (name: string) => groups.findIndex(([pattern]) => matches(pattern, name));
  const ruleOf = (name: string): Rule | undefined => rules[groupOf(name)];
  const ofGroup = (i: number, tensors: Tensors): Tensors =>
    Object.fromEntries(Object.entries(tensors).filter(([name]) => groupOf(name) === i));
  return {
    init(params) {
      demandAllGrouped(groups, Object.keys(params));
      return Object.assign({}, ...rules.map((rule, i) => rule.init(ofGroup(i, params))));
    },
    apply(stage, at) {
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
    stride: () => Math.max(...rules.map((rule) => rule.stride?.() ?? 1)),
    frozen: (names) => rules.flatMap((rule, i) => rule.frozen?.(names.filter((name) => groupOf(name) === i)) ?? []),
  };
}

/** @throws a usage error for a pattern without a parameter, and for a parameter without an optimizer. */
function demandAllGrouped(groups: readonly Group[], names: readonly string[]): void {
  for (const [pattern] of groups) demandMatches("partition", pattern, names);
  const left = names.find((name) => !groups.some(([pattern]) => matches(pattern, name)));
  if (left === undefined) return;
  throw usageError({
    where: "partition",
    expected: "an optimizer for every parameter",
    received: `none for ${left}`,
    fix: 'End with ["*", …], which matches all that is left.',
  });
}
