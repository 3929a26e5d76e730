import { describe, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { type Arrays, array, stepsOf } from "../../../test/steps-of.ts";
import { chain } from "../optimizers/chain.ts";
import { sgd } from "../optimizers/sgd.ts";
import { centralize } from "./centralize.ts";

describe.each(BACKENDS)("%s", (backend) => {
  test("centralize takes the mean from the gradient of each output's weights", async () => {
    const weights: Arrays = { kernel: array([3, 1, 2], [0, 0, 0, 0, 0, 0]), bias: array([2], [0, 0]) };
    const grads: Arrays = { kernel: array([3, 1, 2], [1, 10, 2, 20, 6, 60]), bias: array([2], [1, 2]) };
    const [{ kernel, bias }] = await stepsOf(chain(centralize(), sgd({ learningRate: 1 })), weights, [grads], {
      backend,
    });
    expectClose(kernel, [2, 20, 1, 10, -3, -30], TOLERANCE[backend]);
    expectClose(bias, [-1, -2], TOLERANCE[backend]);
  });
});
