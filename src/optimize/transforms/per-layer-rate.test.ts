import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { gradients, start } from "../../../test/small-network.ts";
import { stepsOf } from "../../../test/steps-of.ts";
import type { Optimizer } from "../optimizer.ts";
import { adam } from "../optimizers/adam.ts";
import { chain } from "../optimizers/chain.ts";
import { normalizedSgd } from "../optimizers/normalized-sgd.ts";
import { sgd } from "../optimizers/sgd.ts";
import { piecewise } from "../schedules/piecewise.ts";
import { perLayerRate } from "./per-layer-rate.ts";
import { weightDecay } from "./weight-decay.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const run = (optimizer: Optimizer) => stepsOf(optimizer, start, gradients, { backend });

  test("perLayerRate is the rate of an optimizer of its own, to the bit", async () => {
    const rates = perLayerRate([
      ["0.dense/kernel", 0.25],
      ["bias", piecewise([2, 4], [3], { unit: "step" })],
    ]);
    const points = await run(chain(rates, weightDecay(0.1, { decay: "all" }), adam({ learningRate: 0.125 })));
    const alone = async (learningRate: Parameters<typeof adam>[0]) =>
      run(chain(weightDecay(0.1, { decay: "all" }), adam(learningRate)));
    const quarter = await alone({ learningRate: 0.125 / 4 });
    const whole = await alone({ learningRate: 0.125 });
    const faster = await alone({ learningRate: piecewise([0.25, 0.5], [3], { unit: "step" }) });
    points.forEach((point, i) => {
      expect(point["0.dense/kernel"]).toEqual(quarter[i]["0.dense/kernel"]);
      expect(point["0.dense/bias"]).toEqual(faster[i]["0.dense/bias"]);
      expect(point["1.dense/kernel"]).toEqual(whole[i]["1.dense/kernel"]);
    });
    const [direct] = await run(chain(perLayerRate([["bias", 0]]), normalizedSgd()));
    expect(Array.from(direct["0.dense/bias"])).toEqual(start["0.dense/bias"].data);
  });
});

test("a pattern that matches nothing is refused before a step", async () => {
  await expect(stepsOf(chain(perLayerRate([["kernels", 2]]), sgd()), start, gradients)).rejects.toThrow(
    /^perLayerRate: expected a pattern/,
  );
});
