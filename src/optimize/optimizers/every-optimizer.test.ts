import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { vectorPath } from "../../../test/paper-arithmetic.ts";
import type { Optimizer } from "../optimizer.ts";
import { cosineDecay } from "../schedules/cosine-decay.ts";
import { warmup } from "../schedules/warmup.ts";
import { optimizerStepper } from "../step/optimizer-stepper.ts";
import { adagrad } from "./adagrad.ts";
import { adam } from "./adam.ts";
import * as optimizers from "./index.ts";
import { sgd } from "./sgd.ts";

type Maker = ((options?: object) => Optimizer) & { definition: { options: object } };
/** All but those that are made of others. */
const all = (Object.entries(optimizers) as unknown as [string, Maker][]).filter(
  ([, { definition }]) => "learningRate" in definition.options,
);
const vector = (...data: number[]) => ({ shape: [data.length], data });

describe.each(BACKENDS)("%s", (backend) => {
  test.each(all)("%s goes down, whatever the step count", async (_, make) => {
    const gradients = Array.from({ length: 40 }, (_, k) => [1, -2, 0.5 + (k % 3)]);
    const last = (await vectorPath(make(), [0, 0, 0], gradients, backend)).at(-1) as number[];
    expect(last[0]).toBeLessThan(0);
    expect(last[1]).toBeGreaterThan(0);
    expect(last[2]).toBeLessThan(0);
    for (const x of last) expect(Number.isFinite(x)).toBe(true);
  });

  test.each(all)("%s stays where the gradient has always been 0: biases do not decay", async (_, make) => {
    const [end] = await vectorPath(make(), [3, -4], [[0, 0]], backend);
    expect(end).toEqual([3, -4]);
  });
});

test.each(all)("%s keeps one form for a whole training run", async (_, make) => {
  const rates = [
    warmup(3, cosineDecay(0.1, { span: 1000 }), { start: 0, unit: "step" }),
    cosineDecay(0.01, { span: 1500 }),
  ];
  for (const learningRate of rates) {
    const stepper = await optimizerStepper(make({ learningRate }), { w: vector(1, -1) }, { backend: "reference" });
    for (let step = 0; step < 1010; step++) await stepper.step({ w: vector(Math.sin(step), 1) });
    for (const x of stepper.parameters.w.data) expect(Number.isFinite(x)).toBe(true);
    await stepper.close();
  }
});

test("hyper-parameters out of range are named", () => {
  expect(() => adam({ b1: 1 })).toThrow("adam: b1: expected a number in [0, 1), or a schedule, received 1.");
  expect(() => sgd({ lr: 1 } as object)).toThrow(/^sgd: expected option .*received "lr"/);
  expect(() => adagrad({ initialAccumulator: cosineDecay(1) as unknown as number })).toThrow(
    /^adagrad: initialAccumulator: expected a number of at least 0, received/,
  );
});
