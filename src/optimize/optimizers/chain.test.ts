import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { vectorPath } from "../../../test/paper-arithmetic.ts";
import { gradients, start } from "../../../test/small-network.ts";
import { stepsOf } from "../../../test/steps-of.ts";
import type { Optimizer } from "../optimizer.ts";
import { accumulate } from "../transforms/accumulate.ts";
import { adaptiveClip } from "../transforms/adaptive-clip.ts";
import { centralize } from "../transforms/centralize.ts";
import { clipByGlobalNorm } from "../transforms/clip-by-global-norm.ts";
import { freeze } from "../transforms/freeze.ts";
import { gradientNoise } from "../transforms/gradient-noise.ts";
import { l2 } from "../transforms/l2.ts";
import { maxNorm } from "../transforms/max-norm.ts";
import { perLayerRate } from "../transforms/per-layer-rate.ts";
import { weightDecay } from "../transforms/weight-decay.ts";
import { adam } from "./adam.ts";
import { chain } from "./chain.ts";
import { momentum } from "./momentum.ts";
import { sgd } from "./sgd.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const run = (optimizer: Optimizer) => stepsOf(optimizer, start, gradients, { backend });

  test("nested chains are flattened", async () => {
    const flat = chain(clipByGlobalNorm(1), weightDecay(0.3), adam());
    expect(await run(chain(chain(clipByGlobalNorm(1), weightDecay(0.3)), adam()))).toEqual(await run(flat));
    expect(await run(chain(clipByGlobalNorm(1), chain(weightDecay(0.3), adam())))).toEqual(await run(flat));
    const due = chain(accumulate(2), momentum());
    expect(await run(chain(chain(accumulate(2)), chain(momentum())))).toEqual(await run(due));
  });

  test("stages of one name have states of their own", async () => {
    const twice = chain(l2(0.1, { decay: "all" }), momentum({ learningRate: 0.1 }), momentum({ learningRate: 0.1 }));
    const [[end]] = await vectorPath(twice, [1], [[1]], backend);
    expectClose([end], [1 - 0.11 - 0.11], TOLERANCE[backend]);
  });
});

test("a change of gradients behind the optimizer is refused", () => {
  const late = [accumulate(2), adaptiveClip(), centralize(), clipByGlobalNorm(1), gradientNoise(), perLayerRate([])];
  for (const stage of late)
    for (const optimizer of [sgd(), chain(sgd())])
      expect(() => chain(optimizer, weightDecay(), stage)).toThrow(
        `chain: expected the optimizer behind all that changes gradients, received ${stage.name} behind it.`,
      );
  expect(() => chain(sgd(), weightDecay(), maxNorm(), chain(freeze("bias")))).not.toThrow();
  expect(() => chain(clipByGlobalNorm(1), chain(weightDecay(), accumulate(2)))).not.toThrow();
});
