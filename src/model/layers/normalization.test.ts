import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { distinctNumbers } from "../../../test/finite-differences.ts";
import { outputOf, testLayers } from "../../../test/layer-cases.ts";
import type { Layer } from "../layer.ts";
import { batchNorm } from "./batch-norm.ts";
import { groupNorm } from "./group-norm.ts";
import { instanceNorm } from "./instance-norm.ts";
import { layerNorm } from "./layer-norm.ts";
import { leakyRelu } from "./leaky-relu.ts";
import { prelu } from "./prelu.ts";
import { rmsNorm } from "./rms-norm.ts";

testLayers({
  batchNorm: [
    [batchNorm(), [5, 3]],
    [batchNorm({ eps: 0.1 }), [2, 2, 3, 2]],
    [batchNorm(), [1, 2]],
  ],
  groupNorm: [
    [groupNorm(2), [2, 2, 3, 4]],
    [groupNorm(3, { eps: 0.1 }), [3, 6]],
    [groupNorm({ groups: 1 }), [0, 2, 2, 3]],
  ],
  instanceNorm: [
    [instanceNorm(), [2, 2, 3, 2]],
    [instanceNorm({ eps: 0.1 }), [1, 1, 1, 3]],
    [instanceNorm(), [0, 2, 2, 1]],
  ],
  layerNorm: [
    [layerNorm(), [3, 4]],
    [layerNorm(), [1, 2, 2, 3]],
    [layerNorm(), [0, 3]],
  ],
  rmsNorm: [
    [rmsNorm(), [3, 4]],
    [rmsNorm({ eps: 0.1 }), [1, 2, 2, 3]],
    [rmsNorm(), [0, 3]],
  ],
});

describe.each(BACKENDS)("%s", (backend) => {
  test("normalizations agree where they are one another", async () => {
    const shape = [2, 3, 2, 4];
    const data = Array.from(distinctNumbers(shape).data);
    const of = (layer: Layer) => outputOf(backend, layer, shape, data);
    expectClose(await of(groupNorm(4)), await of(instanceNorm()), TOLERANCE[backend]);
    const features = await outputOf(backend, groupNorm(1), [6, 4], data.slice(0, 24));
    expectClose(await outputOf(backend, layerNorm(), [6, 4], data.slice(0, 24)), features, TOLERANCE[backend]);
    expectClose(
      await outputOf(backend, rmsNorm(), [1, 2], [3, -4]),
      [3, -4].map((x) => x / Math.sqrt(12.5)),
      1e-6,
    );
    expectClose(await of(prelu()), await of(leakyRelu(0.25)), TOLERANCE[backend]);
  });
});

test.each<[string, () => unknown, string]>([
  [
    "groups of channels that do not divide",
    () => groupNorm(3).build([5, 5, 4]),
    "groupNorm: groups: expected a divisor of the 4 channels, received 3.",
  ],
  [
    "instance normalization of features",
    () => instanceNorm().build([4]),
    "instanceNorm: expected input [batch, height, width, channels], received [batch, 4].",
  ],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});
