import { expect, test } from "vitest";
import { testLayers } from "../../../test/layer-cases.ts";
import { dense } from "./dense.ts";

testLayers({
  dense: [
    [dense(4), [2, 3]],
    [dense(1, { bias: false }), [1, 1]],
    [dense(2), [0, 3]],
  ],
});

test.each<[string, () => unknown, string]>([
  [
    "dense after an image",
    () => dense(10).build([28, 28, 1]),
    "dense: expected input [batch, features], received [batch, 28, 28, 1]. Add flatten() before it.",
  ],
  [
    "a positional option too many",
    () => (dense as unknown as (...args: unknown[]) => unknown)(10, 5),
    "dense: expected options by name, as { … }, received 5.",
  ],
  [
    "no size",
    // @ts-expect-error: units are missing
    () => dense(),
    "dense: expected units, a whole number of at least 1, received none.",
  ],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});
