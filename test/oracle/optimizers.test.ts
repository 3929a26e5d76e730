import { describe, expect, test } from "vitest";
import type { Optimizer } from "../../src/optimize/optimizer.ts";
import { chain } from "../../src/optimize/optimizers/chain.ts";
import * as optimizers from "../../src/optimize/optimizers/index.ts";
import { optimizerStepper } from "../../src/optimize/step/optimizer-stepper.ts";
import { l2 } from "../../src/optimize/transforms/l2.ts";
import { BACKENDS, expectClose, TOLERANCE } from "../backends.ts";
import { type Numbers, oracleCases } from "../oracle.ts";

interface OptimizerCase {
  name: string;
  options: Record<string, number>;
  params: Numbers[];
  grads: Numbers[][];
  after: Numbers[][];
}

const cases = oracleCases<OptimizerCase>("optimizers");

/**
 * The optimizer of a case, by the first word of its name; a coupled penalty is a stage of its own before it. PyTorch's
 * decay is for all parameters, biases included.
 */
function optimizerOf({ name, options: { l2: penalty, ...options } }: OptimizerCase): Optimizer {
  const make = (optimizers as unknown as Record<string, (options: object) => Optimizer>)[name.split(" ")[0]];
  const rule = make({ ...options, ...("weightDecay" in options ? { decay: "all" } : {}) });
  return penalty === undefined ? rule : chain(l2(penalty, { decay: "all" }), rule);
}

const named = (list: readonly Numbers[]) => Object.fromEntries(list.map((numbers, i) => [`p${i}`, numbers]));

test("every case is covered", () => {
  expect(cases.length).toBe(17);
  for (const one of cases) expect(optimizerOf(one).name, one.name).toBeTypeOf("string");
});

/** PyTorch keeps the product of nadam's momenta in float32. */
const toleranceOf = (name: string, backend: (typeof BACKENDS)[number]) =>
  Math.max(TOLERANCE[backend], name === "nadam" ? 1e-8 : 0);

describe.each(BACKENDS)("%s", (backend) => {
  test.each(cases.map((one) => ({ one, name: one.name })))("$name", async ({ one }) => {
    const stepper = await optimizerStepper(optimizerOf(one), named(one.params), { backend });
    for (const [k, grads] of one.grads.entries()) {
      await stepper.step(named(grads));
      for (const [i, { data }] of one.after[k].entries())
        expectClose(
          stepper.parameters[`p${i}`].data,
          data,
          toleranceOf(one.name, backend),
          `parameter ${i} after step ${k + 1}`,
        );
    }
    await stepper.close();
  });
});
