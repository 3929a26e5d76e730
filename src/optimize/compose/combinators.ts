import type { Change, Moment, Rule, Stage, State, Tensors } from "../optimizer.ts";

/** A rule that does nothing: the rest of a chain after its last stage. */
export const NOTHING: Rule = { init: () => ({}), apply: () => ({}) };

/** The rule with its slots of state under a name: "mean" as "1.mean". It sees only these of a larger state. */
export function under(name: string, rule: Rule): Rule {
  const slotted = (slot: string | undefined) => (slot === undefined ? undefined : `${name}.${slot}`);
  return {
    ...partsOf(rule),
    init: (params) => prefixed(name, rule.init(params)),
    apply(stage, at) {
      const { state, ...change } = rule.apply({ ...stage, state: slotsOf(name, stage.state) }, at);
      return { ...change, state: prefixed(name, state ?? {}) };
    },
    evaluated: (parameter) => slotted(rule.evaluated?.(parameter)),
  };
}

/** One rule, then another on what it left. Their slots of state have different names. */
export function followed(first: Rule, second: Rule): Rule {
  return {
    init: (params: Tensors): State => ({ ...first.init(params), ...second.init(params) }),
    apply(stage: Stage, at: Moment): Change {
      const { state: before, ...passed } = first.apply(stage, at);
      const { state: after, ...changed } = second.apply({ ...stage, ...passed }, at);
      return { ...passed, ...changed, state: { ...before, ...after } };
    },
    learningRate: (at, parameter) => second.learningRate?.(at, parameter) ?? first.learningRate?.(at, parameter),
    evaluated: (parameter) => second.evaluated?.(parameter) ?? first.evaluated?.(parameter),
    scalesByNorm: () => [first, second].some((rule) => rule.scalesByNorm?.()),
    stride: () => Math.max(first.stride?.() ?? 1, second.stride?.() ?? 1),
    frozen: (parameters) => [...(first.frozen?.(parameters) ?? []), ...(second.frozen?.(parameters) ?? [])],
  };
}

/** The slots under a name, as they were named before. */
function slotsOf(name: string, state: State): State {
  const prefix = `${name}.`;
  return Object.fromEntries(
    Object.entries(state).flatMap(([slot, tensors]) =>
      slot.startsWith(prefix) ? [[slot.slice(prefix.length), tensors]] : [],
    ),
  );
}

function prefixed(name: string, state: State): State {
  return Object.fromEntries(Object.entries(state).map(([slot, tensors]) => [`${name}.${slot}`, tensors]));
}

/** A rule without what else an optimizer has. */
function partsOf({ init, apply, learningRate, stride, scalesByNorm, frozen }: Rule): Rule {
  return {
    init,
    apply,
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(stride === undefined ? {} : { stride }),
    ...(scalesByNorm === undefined ? {} : { scalesByNorm }),
    ...(frozen === undefined ? {} : { frozen }),
  };
}
