import { expect, it, vi } from "vitest";
import { hintAboutInputs } from "./hint-about-inputs.ts";
import { dense } from "./layers/dense.ts";
import { TrainedModel } from "./trained-model.ts";

const bytes = { subtract: 0, multiply: 1 / 255 };

it.each<[string, number[], boolean]>([
  ["pixels that were divided by 255", [0, 0.5, 1], true],
  ["bytes", [0, 128, 255], false],
  ["a black image, or one of nothing but the faintest ink", [0, 1, 1], false],
  ["numbers below 0", [-0.5, 0.5, 1], false],
])("a model of bytes that is given %s", (_, data, hinted) => {
  expect(hintAboutInputs(bytes, data) !== undefined).toBe(hinted);
  expect(hintAboutInputs({ subtract: 0, multiply: 1 }, data)).toBeUndefined();
});

it("is told once for a model", async () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  const model = new TrainedModel({
    ...{ layer: dense(1, { bias: false }), inputShape: [2], scale: bytes, logits: false },
    weights: { kernel: Float32Array.of(1, 1) },
  });
  await model.predict([255, 0]);
  expect(warned).not.toHaveBeenCalled();
  await model.predict([0.5, 0]);
  await model.predict([0.5, 1]);
  expect(warned).toHaveBeenCalledTimes(1);
  expect(warned.mock.calls[0][0]).toContain("the model was trained on bytes of 0 to 255");
  warned.mockRestore();
});
