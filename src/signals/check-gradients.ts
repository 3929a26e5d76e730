import { gradients } from "../autodiff/backward.ts";
import type { BackendName, Fetched } from "../backend/backend.ts";
import { deviceOptions, openDevice } from "../backend/open.ts";
import type { ArrayLikeValue } from "../compile.ts";
import { checkDataset } from "../data/checks/check-dataset.ts";
import { checkIndices, checkIndicesIn } from "../data/checks/check-indices.ts";
import { expectDataset } from "../data/checks/expect-dataset.ts";
import { type Dataset, sampleCount } from "../data/dataset.ts";
import { scaleToUnit } from "../data/scaling/scale-to-unit.ts";
import { take } from "../data/split.ts";
import { createProgram } from "../graph/program.ts";
import { sizeOf } from "../graph/shape.ts";
import { input, type Tensor } from "../graph/tensor.ts";
import { expectLayer } from "../model/checks/expect-layer.ts";
import { indicesOf } from "../model/checks/first-layers.ts";
import { drawTensors } from "../model/draw-tensors.ts";
import { boundLoss } from "../model/heads/bound-to.ts";
import type { Layer, TensorSpecs } from "../model/layer.ts";
import { layerContext } from "../model/layer-context.ts";
import type { Loss } from "../model/loss.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { withInputs } from "../model/wiring/with-inputs.ts";
import { expectArray } from "../options/expect-array.ts";
import { type Checks, count, flag, instanceOption, optional, positive, resolveOptions } from "../options.ts";
import { RandomStream, seedKey } from "../random.ts";
import { FiniteDifferences, feedOf, type Numbers } from "./finite-differences.ts";
import { type GradientCheck, type GradientReport, reportOf } from "./gradient-report.ts";

/** The options of `checkGradients`. */
export interface CheckGradientsOptions {
  /** crossEntropy() by default. For inputs without targets, a fixed random sum of the outputs is differentiated. */
  loss?: Loss | undefined;
  /** The backend that back-propagates. "reference" by default; differences are always computed there, in float64. */
  backend?: BackendName | undefined;
  /** How many samples of the training set are used. 4 by default. */
  samples?: number | undefined;
  /** How many elements of each tensor are checked: the one with the largest gradient, and others at random. 6 by default. */
  elements?: number | undefined;
  /** Whether batch statistics and masks are on (masks are the same every time). true by default. */
  training?: boolean | undefined;
  /** Decides initial weights, masks, and which elements are checked. 1 by default. */
  seed?: number | undefined;
  /** The largest relative error that counts as right. 1e-4 by default; 1e-2 where wasm back-propagates in float32. */
  tolerance?: number | undefined;
}

export const OPTIONS = {
  backend: deviceOptions.backend,
  loss: optional(instanceOption("losses")),
  samples: optional(count(undefined)),
  elements: optional(count(undefined)),
  training: optional(flag(true)),
  seed: optional(count(undefined, "", 0)),
  tolerance: optional(positive(undefined)),
} satisfies Checks<CheckGradientsOptions>;

/**
 * Compares back-propagation with finite differences in float64, for every parameter and the output of every layer: to test
 * custom layers and losses.
 *
 * `await checkGradients(model, data)` takes some samples of the training set; bytes are scaled to [0, 1].
 * `await checkGradients(layer, { shape: [7, 5], data })` takes inputs, the batch first, and needs no loss.
 * @param data a dataset, of which some samples of the training set are taken (bytes are scaled to [0, 1]); or inputs
 * [batch, …], without targets and loss.
 * @returns the largest relative error of each tensor, and a verdict in words that names the layer that is wrong.
 * @throws a usage error for data that do not fit the model, and for unknown options.
 * @example
 * const { right, verdict } = await checkGradients(dense(3), { shape: [2, 2], data: [1, 2, 3, 4] });
 */
export async function checkGradients(
  model: Layer,
  data: Dataset | ArrayLikeValue,
  options: CheckGradientsOptions = {},
): Promise<GradientReport> {
  resolveOptions("checkGradients", OPTIONS, options);
  expectLayer("checkGradients: model", model);
  const layer = typeof data === "object" && data !== null && "train" in data ? withInputs(model, data) : model;
  if (typeof data === "object" && data !== null && "shape" in data) {
    expectArray("checkGradients: inputs", data);
    checkIndicesIn("checkGradients: inputs", data.data, indicesOf(layer));
  } else {
    expectDataset("checkGradients: data", data);
    checkDataset(data);
    checkIndices(data, indicesOf(layer));
  }
  const { backend = "reference", elements = 6, training = true, seed = 1 } = options;
  const tolerance = options.tolerance ?? (backend === "reference" ? 1e-4 : 1e-2);
  const { inputs, targets } =
    "train" in data ? firstSamples(data, options.samples ?? 4) : { inputs: data, targets: undefined };
  const built = layer.build(inputs.shape.slice(1));
  const several = "train" in data ? data.layout?.targets : undefined;
  const given = options.loss ?? crossEntropy();
  const loss = targets === undefined ? given : boundLoss("checkGradients", given, built, several);
  const random = new RandomStream(seed, "checked gradients");
  const numbers: Record<string, Float64Array | Uint32Array> = { key: Uint32Array.of(...seedKey(seed), 0) };
  const feedable = (name: string, { shape, data }: ArrayLikeValue) => {
    numbers[name] = Float64Array.from(data);
    return input(name, shape);
  };
  const all = (specs: TensorSpecs, purpose: string) =>
    Object.fromEntries(
      Object.entries(drawTensors(specs, seed, purpose)).map(([name, value]) => [name, feedable(name, value)]),
    );

  // Zeros are added to the output of every layer: they can be moved, and have the output's gradient.
  const zeros: Record<string, Tensor> = {};
  const movable = (layer: string, output: Tensor) => {
    const zero = { shape: output.shape, data: new Float64Array(sizeOf(output.shape)) };
    zeros[layer] = feedable(`output of ${layer}`, zero);
    return output.add(zeros[layer]);
  };
  const parameters = all(built.parameters, "parameters");
  const x = movable("input", feedable("the input", inputs));
  const output = movable(
    model.name,
    built.forward(
      x,
      layerContext({
        training,
        parameters,
        state: all(built.state, "state"),
        key: input("key", [3], "uint32"),
        onOutput: movable,
      }),
    ),
  );
  const weights = {
    shape: output.shape,
    data: Float64Array.from({ length: sizeOf(output.shape) }, () => random.between(0.5, 1.5)),
  };
  const value =
    targets === undefined
      ? output.mul(feedable("the weights", weights)).sum() // Σ output · weight
      : loss.compute(output, feedable("the targets", targets));

  const moved = [
    ...Object.entries(zeros).map(([of, tensor]) => ({ of, tensor, kind: "output" as const })),
    ...Object.entries(parameters).map(([of, tensor]) => ({ of, tensor, kind: "parameter" as const })),
  ];
  const found = gradients(
    value,
    moved.map(({ tensor }) => tensor),
  );
  const propagated = await runOnce(backend, Object.fromEntries(found.map((gradient, i) => [i, gradient])), numbers);
  const differences = await FiniteDifferences.of(value, numbers);
  const checks: GradientCheck[] = [];
  for (const [i, { of, tensor, kind }] of moved.entries()) {
    const name = (tensor as Tensor<"input">).attributes.name;
    checks.push({
      of,
      kind,
      ...(await differences.check(name, propagated[i], chosen(propagated[i], elements, random))),
    });
  }
  return reportOf(checks, Object.keys(zeros), targets === undefined ? undefined : loss.name, tolerance);
}

async function runOnce(backend: BackendName, outputs: Record<string, Tensor>, numbers: Numbers): Promise<Fetched> {
  const program = createProgram(outputs);
  const device = await openDevice({ backend, threads: 0 });
  try {
    const executable = await device.compile(program);
    const [fetched] = await executable.run([feedOf(program, numbers)]);
    return fetched;
  } finally {
    await device.close();
  }
}

/** The first samples of the training set, bytes scaled as `train` does. */
function firstSamples({ train }: Dataset, most: number): { inputs: ArrayLikeValue; targets: ArrayLikeValue } {
  const { inputs, targets } = take(
    train,
    Array.from({ length: Math.min(most, sampleCount(train)) }, (_, i) => i),
  );
  if (!(inputs.data instanceof Uint8Array)) return { inputs, targets };
  const { subtract, multiply } = scaleToUnit().fit(inputs.data);
  return { inputs: { ...inputs, data: Array.from(inputs.data, (x) => (x - subtract) * multiply) }, targets };
}

/** The element of the largest gradient, and others at random. */
function chosen(gradient: ArrayLike<number>, count: number, random: RandomStream): number[] {
  let largest = 0;
  for (let i = 0; i < gradient.length; i++) if (Math.abs(gradient[i]) > Math.abs(gradient[largest])) largest = i;
  const others = random.permutation(gradient.length).subarray(0, count);
  return [...new Set([largest, ...others])].slice(0, count);
}
