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
  partsOf,
  type RunningCallback,
  type Shape,
  type TargetKind,
  type Tensor,
  type TensorSpec,
  type TensorSpecs,
  train,
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
  build(input: Shape, { units }): BuiltLayer {
    const layer: Layer = dense(units);
    const inner = layer.build(input);
    const { parameters, state }: Record<"parameters" | "state", TensorSpecs> = partsOf([
      { name: "inner", built: inner },
    ]);
    return {
      outputShape: input,
      parameters: { shift, ...parameters },
      state,
      forward: (x: Tensor, context: LayerContext): Tensor =>
        x.add(context.parameter("shift")).add(forwardInner("inner", inner, x, context)),
    };
  },
});

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
