import * as v from "valibot";
import { mapTensors } from "../graph/map-tensors.ts";
import { custom, resolveOptions } from "../options.ts";
import { type Instance, instantiate, isInstance, type Trick } from "../trick.ts";
import type { Moment, Optimizer, Stage, State, Tensors } from "./optimizer.ts";

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

/** `chain(clipByGlobalNorm(1), adam())`: transforms first, the optimizer that moves the parameters last. */
export const chain = Object.assign(
  (...stages: Optimizer[]): Optimizer => {
    const values = resolveOptions("chain", definition.options, { stages });
    return instantiate(definition as unknown as Trick, values as Instance["values"], {
      init: (params: Tensors) => Object.assign({}, ...stages.map((stage, i) => prefixed(i, stage.init(params)))),
      apply: (start: Stage, at: Moment) => stages.reduce((stage, part, i) => step(part, i, stage, at), start),
    });
  },
  { definition },
);

function step(part: Optimizer, i: number, stage: Stage, at: Moment): Stage {
  const { state, ...passed } = part.apply({ ...stage, state: slotsOf(i, stage.state) }, at);
  return { ...stage, ...passed, state: { ...stage.state, ...prefixed(i, state ?? {}) } };
}

/** The slots of stage i, under their own names. */
function slotsOf(i: number, state: State): State {
  const prefix = `${i}.`;
  return Object.fromEntries(
    Object.entries(state).flatMap(([slot, tensors]) =>
      slot.startsWith(prefix) ? [[slot.slice(prefix.length), tensors]] : [],
    ),
  );
}

function prefixed(i: number, state: State): State {
  return Object.fromEntries(
    Object.entries(state).map(([slot, tensors]) => [`${i}.${slot}`, mapTensors(tensors, (t) => t)]),
  );
}
