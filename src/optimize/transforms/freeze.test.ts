import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { present } from "../../../test/present.ts";
import { gradients, start } from "../../../test/small-network.ts";
import { stepsOf } from "../../../test/steps-of.ts";
import type { Optimizer } from "../optimizer.ts";
import { adamw } from "../optimizers/adamw.ts";
import { chain } from "../optimizers/chain.ts";
import { sgd } from "../optimizers/sgd.ts";
import { clipByGlobalNorm } from "./clip-by-global-norm.ts";
import { freeze } from "./freeze.ts";
import { gradientNoise } from "./gradient-noise.ts";
import { maxNorm } from "./max-norm.ts";
import { weightDecay } from "./weight-decay.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const run = (optimizer: Optimizer) => stepsOf(optimizer, start, gradients, { backend });

  test("freeze keeps the bits, whatever else is in the chain", async () => {
    const stages = [weightDecay(0.5, { decay: "all" }), maxNorm(0.1), gradientNoise(1)];
    for (const place of [0, 1, 3]) {
      const frozen = chain(...stages.toSpliced(place, 0, freeze(["bias", "1.dense"])), adamw({ decay: "all" }));
      const last = present((await run(frozen)).at(-1));
      for (const name of ["0.dense/bias", "1.dense/kernel"]) expect(Array.from(last[name])).toEqual(start[name].data);
      expect(Array.from(last["0.dense/kernel"])).not.toEqual(start["0.dense/kernel"].data);
    }
  });

  test("what is frozen has no part in norms", async () => {
    const [point] = await run(chain(clipByGlobalNorm(0.1), freeze("dense/kernel"), sgd({ learningRate: 1 })));
    const [x, y] = Array.from(start["0.dense/bias"].data);
    expectClose([Math.hypot(point["0.dense/bias"][0] - x, point["0.dense/bias"][1] - y)], [0.1], TOLERANCE[backend]);
  });
});

test("a pattern that matches nothing is refused before a step", async () => {
  await expect(stepsOf(chain(freeze("conv2d"), sgd()), start, gradients)).rejects.toThrow(
    /^freeze: expected a pattern that matches one of 0\.dense\/kernel, .*, received "conv2d"/,
  );
});

test("freezing everything is refused before a step", async () => {
  await expect(stepsOf(chain(freeze(["kernel", "bias"]), sgd()), start, gradients)).rejects.toThrow(
    /^freeze: expected a parameter that is left/,
  );
});
