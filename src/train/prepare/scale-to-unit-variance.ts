import { type DeviceOptions, openDevice } from "../../backend/open.ts";
import { batches } from "../../data/batches.ts";
import { centered } from "../../data/centered.ts";
import { sampleCount } from "../../data/dataset.ts";
import { isOneForAll } from "../../data/scaled.ts";
import type { Weights } from "../../formats/weights.ts";
import { createProgram } from "../../graph/program.ts";
import { sizeOf } from "../../graph/shape.ts";
import { input, type Tensor } from "../../graph/tensor.ts";
import { applyScale } from "../../model/apply-scale.ts";
import type { UnitVariance } from "../../model/initializer.ts";
import { layerContext } from "../../model/layer-context.ts";
import { inputsOf } from "../../model/leaves.ts";
import { ownerOf } from "../../model/owner-of.ts";
import { seedKey } from "../../random.ts";
import type { Training } from "./prepare-training.ts";

/** Algorithm 1 of Mishkin and Matas gives up on a layer after this many tries. */
const TRIES = 10;

/**
 * Scales the initial weights that ask for it (lsuv), layer by layer from the inputs on, so that each layer's output on
 * samples of the training set has variance 1: w ← w / √Var(output). Weights of layers that give the same number
 * everywhere, or none that is finite, stay as they are. Needs about one forward pass a layer, on a device of its own: with "auto"
 * on wasm.
 */
export async function scaleToUnitVariance(given: Training, drawn: Weights, options: DeviceOptions): Promise<Weights> {
  // Inputs are not augmented here. A scale with a number for each feature is applied on the host.
  const training = centered(isOneForAll(given.scale) ? given : { ...given, augment: undefined });
  const { model, seed, given: kept = {} } = training;
  const asked = Object.entries(model.parameters).flatMap(([name, { init }]) =>
    init.unitVariance === undefined || name in kept ? [] : [{ name, ...init.unitVariance }],
  );
  const weights = { ...drawn };
  // "auto" has not chosen yet: its runs begin with the same weights on any machine.
  const backend = options.backend === "auto" ? "wasm" : options.backend;
  const device = await openDevice({ ...options, backend });
  try {
    const inputs = someInputs(training, asked);
    const executable = await device.compile(createProgram(variances(training, asked, inputs.length)));
    const key = Uint32Array.of(...seedKey(seed), 0); // the masks of the first step
    const run = async () => (await executable.run([{ inputs, key, ...weights }]))[0];
    let measured = await run();
    for (const { name, tolerance } of asked)
      for (let tries = 0; tries < TRIES; tries++) {
        const [variance] = measured[name];
        if (!(variance > 0 && variance < Infinity) || Math.abs(variance - 1) <= tolerance) break;
        weights[name] = Float32Array.from(weights[name], (weight) => weight / Math.sqrt(variance));
        measured = await run();
      }
    return weights;
  } finally {
    await device.close();
  }
}

/** The numbers of as many samples as were asked for, drawn from the training set. */
function someInputs({ data, samples, seed }: Training, asked: readonly UnitVariance[]): Float32Array {
  const count = Math.min(samples, Math.max(...asked.map((one) => one.samples)));
  const { shape, data: numbers } = data.train.inputs;
  const width = sizeOf(shape.slice(1));
  const [chosen] = batches(sampleCount(data.train), count, { seed });
  return Float32Array.from(
    { length: count * width },
    (_, i) => numbers[chosen[Math.floor(i / width)] * width + (i % width)],
  );
}

/** The variance of the output of each layer whose weights were asked for, under the weights' names. */
function variances(
  { model, data, scale }: Training,
  asked: readonly { name: string }[],
  numbers: number,
): Record<string, Tensor> {
  const shape = data.train.inputs.shape.slice(1);
  const outputs = new Map<string, Tensor>();
  const inputs = input("inputs", [numbers / sizeOf(shape), ...shape]);
  const whole = model.forward(
    isOneForAll(scale) ? applyScale(inputs, scale) : inputs,
    layerContext({
      training: true,
      parameters: inputsOf(model.parameters),
      state: inputsOf(model.state),
      key: input("key", [3], "uint32"),
      onOutput: (path, output) => {
        outputs.set(path, output);
        return undefined;
      },
    }),
  );
  return Object.fromEntries(
    asked.map(({ name }) => [name, varianceOf(outputs.get(ownerOf(name, outputs) ?? "") ?? whole)]),
  );
}

/** Over all numbers: samples, pixels and channels. */
function varianceOf(x: Tensor): Tensor {
  return x.sub(x.mean()).square().mean();
}
