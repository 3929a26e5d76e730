import { describe, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { as, GRADIENTS, START, zip } from "../../../test/paper-arithmetic.ts";
import { optimizerStepper } from "../step/optimizer-stepper.ts";
import { lookahead } from "./lookahead.ts";
import { momentum } from "./momentum.ts";
import { sgd } from "./sgd.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, what = "") =>
    expectClose(actual, expected, TOLERANCE[backend], what);

  test("lookahead: algorithm 1 of Zhang et al., around any optimizer", async () => {
    for (const make of [() => sgd({ learningRate: 0.1 }), () => momentum({ learningRate: 0.1, momentum: 0.5 })]) {
      const stepper = await optimizerStepper(lookahead(make(), { k: 3, alpha: 0.25 }), as([12], START), { backend });
      let [slow, fast, velocity] = [START, START, START.map(() => 0)];
      const kept = make().name === "momentum" ? 0.5 : 0;
      for (const [k, g] of GRADIENTS.entries()) {
        await stepper.step(as([12], g));
        velocity = zip(velocity, g, (a, b) => kept * a - 0.1 * b);
        fast = zip(fast, velocity, (a, b) => a + b);
        if ((k + 1) % 3 === 0) {
          slow = zip(slow, fast, (a, b) => a + 0.25 * (b - a));
          fast = slow;
        }
        close(stepper.parameters.w.data, fast, `θ ${k + 1}`);
        close(stepper.evaluated.w.data, slow, `φ ${k + 1}`);
      }
      await stepper.close();
    }
  });
});
