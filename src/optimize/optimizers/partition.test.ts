import { expect, test } from "vitest";
import { GRADIENTS } from "../../../test/paper-arithmetic.ts";
import { array, stepsOf } from "../../../test/steps-of.ts";
import { accumulate } from "../transforms/accumulate.ts";
import { clipByGlobalNorm } from "../transforms/clip-by-global-norm.ts";
import { adam } from "./adam.ts";
import { chain } from "./chain.ts";
import { partition } from "./partition.ts";
import { scheduleFreeAdamw } from "./schedule-free-adamw.ts";
import { sgd } from "./sgd.ts";

test("parameters are moved by the first optimizer whose pattern matches, as if each were alone", async () => {
  const start = {
    "0.dense/kernel": array([2, 2], [1, 2, 3, 4]),
    "0.dense/bias": array([2], [1, 2]),
    "1.dense/kernel": array([2], [5, 6]),
  };
  const grads = GRADIENTS.map((g) => ({
    "0.dense/kernel": array([2, 2], g.slice(0, 4)),
    "0.dense/bias": array([2], g.slice(4, 6)),
    "1.dense/kernel": array([2], g.slice(6, 8)),
  }));
  const rules = [
    sgd({ learningRate: 0.1, momentum: 0.9 }),
    scheduleFreeAdamw(),
    chain(accumulate(2), clipByGlobalNorm(1), adam()),
  ] as const;
  const mixed = partition([
    ["bias", rules[0]],
    ["1.dense", rules[1]],
    ["*", rules[2]],
  ]);
  const found = await stepsOf(mixed, start, grads);
  const names = ["0.dense/bias", "1.dense/kernel", "0.dense/kernel"] as const;
  for (const [i, name] of names.entries()) {
    const alone = await stepsOf(
      rules[i],
      { [name]: start[name] },
      grads.map((one) => ({ [name]: one[name] })),
    );
    expect(found.map((point) => point[name])).toEqual(alone.map((point) => point[name]));
  }
  await expect(stepsOf(partition([["bias", sgd()]]), start, grads)).rejects.toThrow(
    /^partition: expected an optimizer for every parameter, received none for 0\.dense\/kernel\. End with/,
  );
  await expect(stepsOf(partition([["bais", sgd()]]), start, grads)).rejects.toThrow(
    /^partition: expected a pattern that/,
  );
});
