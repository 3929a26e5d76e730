import type { HostArray } from "../../backend/backend.ts";
import { mapTensors } from "../../graph/map-tensors.ts";
import { sequence } from "../../optimize/compose/combinators.ts";
import type { Rule } from "../../optimize/rule.ts";
import type { TrainingSession } from "../../train/step/session.ts";

/** The slot of the optimizer's state in which the gradients of the last step stand. */
const SLOT = "doctorGradient";

/** An optimizer that also keeps the gradients of its last step, as they were before any transform. */
export function keepingGradients(optimizer: Rule): Rule {
  const keep: Rule = {
    init: (params) => ({ [SLOT]: mapTensors(params, (param) => param.mul(0)) }),
    apply: ({ grads }) => ({ state: { [SLOT]: grads } }),
  };
  return sequence(keep, optimizer);
}

/** The gradients of the last step of a session whose optimizer keeps them. */
export async function gradientsOf({ inside }: TrainingSession): Promise<HostArray[]> {
  const { parts, variables } = inside;
  const names = variables.ofOptimizer.filter((name) => name.startsWith(`optimizer/${SLOT}/`));
  return (await parts.device.readAll(names)).map((numbers) => numbers.slice());
}

/** The cosine of the angle between two lists of tensors, as one vector each; NaN where one is 0. */
export function cosineOf(a: readonly HostArray[], b: readonly HostArray[]): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (const [k, x] of a.entries()) {
    const y = b[k];
    for (let i = 0; i < x.length; i++) {
      dot += x[i] * y[i];
      aa += x[i] * x[i];
      bb += y[i] * y[i];
    }
  }
  return dot / Math.sqrt(aa * bb);
}
