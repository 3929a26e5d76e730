// A layer, a loss and a callback of one's own, with every type by its name.
import assert from "node:assert/strict";
import {
  arrays,
  type BuiltLayer,
  type Callback,
  count,
  defineCallback,
  defineLayer,
  defineLoss,
  dense,
  type EpochEnd,
  forwardInner,
  type Layer,
  type LayerContext,
  type Loss,
  type RunningCallback,
  type Shape,
  type TargetKind,
  type Tensor,
  type TensorSpec,
  type TensorSpecs,
  train,
  underName,
  unit,
  type ValuesOf,
  zeros,
} from "evenkeel";

const shift: TensorSpec = { shape: [1], init: zeros() };

/** x + shift + f(x) for a layer f. */
const shifted = defineLayer({
  name: "shifted",
  summary: "A dense layer around which the input goes, shifted.",
  source: "this example",
  options: { units: count(undefined, "how many") },
  positional: ["units"],
  shape: (input: Shape): Shape => input,
  parameters: (input, { units }): TensorSpecs => ({
    shift,
    ...underName("inner", inner(units, input).parameters),
  }),
  forward(x: Tensor, context: LayerContext, { units }): Tensor {
    const through = forwardInner("inner", inner(units, x.shape.slice(1)), x, context);
    return x.add(context.parameter("shift")).add(through);
  },
});

function inner(units: number, input: Shape): BuiltLayer {
  const layer: Layer = dense(units);
  return layer.build(input);
}

const targetKind: TargetKind = "values";
const power = defineLoss({
  name: "power",
  summary: "The mean of the fourth power of what is missed.",
  source: "this example",
  targetKind,
  options: {},
  compute: ({ output, target }: { output: Tensor; target: Tensor }): Tensor =>
    output.sub(target).square().square().mean(),
});

const options = { share: unit(0.5, "how much of the loss is enough") };
const enough = defineCallback({
  name: "enough",
  summary: "Stops when the loss has fallen to a share of the first.",
  source: "this example",
  options,
  start({ share }: ValuesOf<typeof options>): RunningCallback {
    let first: number | undefined;
    return {
      async epochEnd({ epoch, keepWeights }: EpochEnd): Promise<string | undefined> {
        const { loss } = epoch.train;
        first ??= loss;
        await keepWeights();
        return loss < share * first ? "it is enough" : undefined;
      },
    };
  },
});

const loss: Loss = power();
const callback: Callback = enough({ share: 0.9 });
const inputs = { shape: [60, 2], data: Float32Array.from({ length: 120 }, (_, i) => Math.sin(i)) };
const values = { shape: [60, 2], data: inputs.data.map((x) => x + 1) };
const run = await train(shifted(2), arrays({ inputs, targets: values }), {
  loss,
  callbacks: [callback],
  epochs: 50,
  batchSize: 10,
});
await run.model.close();
console.log(`${run.stopped.detail} after ${run.history.length} epochs`);
assert.equal(run.stopped.detail, "it is enough");
assert.equal(run.model.parameterCount, 2 * 2 + 2 + 1);
