import { defined } from "../../options/defined.ts";
import type { Rule, State } from "../rule.ts";

/** The rule that changes nothing: the rest of a chain after its last stage. */
export const identity: Rule = { init: () => ({}), apply: () => ({}) };

/** The rule with its state slots under a name: "mean" becomes "1.mean". Of a larger state it sees only these. */
export function scoped(name: string, rule: Rule): Rule {
  const { learningRate, stride, frozen } = rule; // without what an optimizer has besides
  const slotted = (slot: string | undefined) => (slot === undefined ? undefined : `${name}.${slot}`);
  return {
    ...defined({ learningRate, stride, frozen }),
    init: (params) => prefixed(name, rule.init(params)),
    apply(stage, at) {
      const { state, ...change } = rule.apply({ ...stage, state: slotsUnder(name, stage.state) }, at);
      return { ...change, state: prefixed(name, state ?? {}) };
    },
    evaluated: (parameter) => slotted(rule.evaluated?.(parameter)),
  };
}

/** One rule, then another on what it left. Their state slots must have different names. */
export function sequence(first: Rule, second: Rule): Rule {
  return {
    init: (params) => ({ ...first.init(params), ...second.init(params) }),
    apply(stage, at) {
      const { state: before, ...passed } = first.apply(stage, at);
      const { state: after, ...changed } = second.apply({ ...stage, ...passed }, at);
      return { ...passed, ...changed, state: { ...before, ...after } };
    },
    learningRate: (at, parameter) => second.learningRate?.(at, parameter) ?? first.learningRate?.(at, parameter),
    evaluated: (parameter) => second.evaluated?.(parameter) ?? first.evaluated?.(parameter),
    stride: () => Math.max(first.stride?.() ?? 1, second.stride?.() ?? 1),
    frozen: (parameters) => [...(first.frozen?.(parameters) ?? []), ...(second.frozen?.(parameters) ?? [])],
  };
}

/** The slots under a name, without it. */
function slotsUnder(name: string, state: State): State {
  const prefix = `${name}.`;
  const slots = Object.entries(state).filter(([slot]) => slot.startsWith(prefix));
  return Object.fromEntries(slots.map(([slot, tensors]) => [slot.slice(prefix.length), tensors]));
}

function prefixed(name: string, state: State): State {
  return Object.fromEntries(Object.entries(state).map(([slot, tensors]) => [`${name}.${slot}`, tensors]));
}
