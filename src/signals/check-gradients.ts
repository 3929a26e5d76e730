import { gradients } from "../autodiff/backward.ts";
import type { BackendName, Executable, Fetched } from "../backend/backend.ts";
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
import { drawTensors, layerContext } from "../model/compile-layer.ts";
import type { Layer, TensorSpecs } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { expectArray } from "../options/expect-array.ts";
import { type Checks, count, flag, instanceOption, optional, positive, resolveOptions } from "../options.ts";
import { RandomStream, seedKey } from "../random.ts";
import { type GradientCheck, type GradientReport, reportOf } from "./gradient-report.ts";

export interface CheckGradientsOptions {
  /** crossEntropy() by default. For inputs without targets, a fixed random sum of the outputs is differentiated. */
  loss?: Loss | undefined;
  /** What back-propagates: "reference" by default. Differences are always taken there, in float64. */
  backend?: BackendName | undefined;
  /** How many samples of the training part are used. 4 by default. */
  samples?: number | undefined;
  /** How many elements of each tensor are moved: that of the largest gradient, and others at random. 6 by default. */
  elements?: number | undefined;
  /** Whether batch statistics and masks are on (masks are the same every time). true by default. */
  training?: boolean | undefined;
  /** Decides initial weights, masks, and which elements are moved. 1 by default. */
  seed?: number | undefined;
  /** The largest relative error that counts as right. 1e-4 by default; 1e-2 where wasm back-propagates in float32. */
  tolerance?: number | undefined;
}

const OPTIONS = {
  backend: deviceOptions.backend,
  loss: optional(instanceOption("losses")),
  samples: optional(count(undefined)),
  elements: optional(count(undefined)),
  training: optional(flag(true)),
  seed: optional(count(undefined, "", 0)),
  tolerance: optional(positive(undefined)),
} satisfies Checks<CheckGradientsOptions>;

/** ε: rounding, 1e-16 / ε of the loss, stays below the error of the difference, ε/2 of the second derivative. */
const STEP = 1e-6;

/**
 * Holds back-propagation against finite differences in float64, for every parameter and for what every layer gives: for
 * layers and losses of your own.
 *
 * `await checkGradients(model, data)` takes some samples of the training part; bytes are scaled to [0, 1].
 * `await checkGradients(layer, { shape: [7, 5], data })` takes inputs, the batch first, and needs no loss.
 * @returns the largest relative error for each tensor, and a verdict in words that names the layer that is wrong.
 */
export async function checkGradients(
  model: Layer,
  data: Dataset | ArrayLikeValue,
  options: CheckGradientsOptions = {},
): Promise<GradientReport> {
  resolveOptions("checkGradients", OPTIONS, options);
  expectLayer("checkGradients: model", model);
  if (typeof data === "object" && data !== null && "shape" in data) {
    expectArray("checkGradients: inputs", data);
    checkIndicesIn("checkGradients: inputs", data.data, indicesOf(model));
  } else {
    expectDataset("checkGradients: data", data);
    checkDataset(data);
    checkIndices(data, indicesOf(model));
  }
  const { backend = "reference", elements = 6, training = true, seed = 1, loss = crossEntropy() } = options;
  const tolerance = options.tolerance ?? (backend === "reference" ? 1e-4 : 1e-2);
  const { inputs, targets } =
    "train" in data ? firstSamples(data, options.samples ?? 4) : { inputs: data, targets: undefined };
  const built = model.build(inputs.shape.slice(1));
  const random = new RandomStream(seed, "checked gradients");
  const numbers: Record<string, ArrayLike<number>> = { key: Uint32Array.of(...seedKey(seed), 0) };
  const feedable = (name: string, { shape, data }: ArrayLikeValue) => {
    numbers[name] = Float64Array.from(data);
    return input(name, shape);
  };
  const all = (specs: TensorSpecs, purpose: string) =>
    Object.fromEntries(
      Object.entries(drawTensors(specs, seed, purpose)).map(([name, value]) => [name, feedable(name, value)]),
    );

  // Zeros are added to what every layer gives: they can be moved, and have its gradient.
  const given: Record<string, Tensor> = {};
  const nudged = (layer: string, output: Tensor) => {
    given[layer] = feedable(`given by ${layer}`, { shape: output.shape, data: new Float64Array(sizeOf(output.shape)) });
    return output.add(given[layer]);
  };
  const parameters = all(built.parameters, "parameters");
  const x = nudged("input", feedable("the input", inputs));
  const output = nudged(
    model.name,
    built.forward(
      x,
      layerContext({
        ...{ training, parameters, state: all(built.state, "state"), setState: () => {} },
        key: input("key", [3], "uint32"),
        gave: nudged,
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
    ...Object.entries(given).map(([of, tensor]) => ({ of, tensor, kind: "output" as const })),
    ...Object.entries(parameters).map(([of, tensor]) => ({ of, tensor, kind: "parameter" as const })),
  ];
  const found = gradients(
    value,
    moved.map(({ tensor }) => tensor),
  );
  const propagated = await runOnce(backend, Object.fromEntries(found.map((gradient, i) => [i, gradient])), numbers);
  const differences = await Differences.of(value, numbers);
  const checks: GradientCheck[] = [];
  for (const [i, { of, tensor, kind }] of moved.entries()) {
    const name = (tensor as Tensor<"input">).attributes.name;
    checks.push({
      of,
      kind,
      ...(await differences.check(name, propagated[i], chosen(propagated[i], elements, random))),
    });
  }
  return reportOf(checks, Object.keys(given), targets === undefined ? undefined : loss.name, tolerance);
}

/** Finite differences of one number. */
class Differences {
  readonly #forward: Executable;
  readonly #feed: Record<string, Float64Array>;
  readonly #here: number;

  private constructor(forward: Executable, feed: Record<string, Float64Array>, here: number) {
    this.#forward = forward;
    this.#feed = feed;
    this.#here = here;
  }

  static async of(value: Tensor, numbers: Readonly<Record<string, ArrayLike<number>>>): Promise<Differences> {
    const program = createProgram({ value });
    const feed = feedOf(program.inputs, numbers) as Record<string, Float64Array>;
    const device = await openDevice({ backend: "reference" });
    const forward = await device.compile(program);
    const [fetched] = await forward.run([feed]);
    return new Differences(forward, feed, fetched.value[0]);
  }

  /**
   * The largest relative error of a gradient over some of its elements. At a kink any slope from that on one side to
   * that on the other is right, so that an error is the distance from between them.
   */
  async check(name: string, gradient: ArrayLike<number>, elements: readonly number[]) {
    const slopes: { element: number; low: number; high: number }[] = [];
    for (const element of elements) {
      const [up, down] = [await this.#slope(name, element, STEP), await this.#slope(name, element, -STEP)];
      slopes.push({ element, low: Math.min(up, down), high: Math.max(up, down) });
    }
    // Differences of small elements are inexact: errors are relative to a thousandth of the largest slope at least.
    const largest = Math.max(...slopes.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
    return slopes
      .map(({ element, low, high }) => {
        const g = gradient[element];
        const nearest = Math.min(high, Math.max(low, g));
        const size = Math.max(Math.abs(g), Math.abs(nearest), largest / 1000, 1e-7);
        return { error: Math.abs(g - nearest) / size, element, backPropagated: g, difference: nearest };
      })
      .reduce((worst, other) => (other.error > worst.error || Number.isNaN(other.error) ? other : worst));
  }

  async #slope(name: string, element: number, step: number): Promise<number> {
    const own = this.#feed[name];
    if (own === undefined) return 0; // the value does not depend on it
    const data = own.slice();
    data[element] += step;
    const [{ value }] = await this.#forward.run([{ ...this.#feed, [name]: data }]);
    return (value[0] - this.#here) / step;
  }
}

async function runOnce(
  backend: BackendName,
  outputs: Record<string, Tensor>,
  numbers: Readonly<Record<string, ArrayLike<number>>>,
): Promise<Fetched> {
  const program = createProgram(outputs);
  const device = await openDevice({ backend, threads: 0 });
  try {
    const executable = await device.compile(program);
    const [fetched] = await executable.run([feedOf(program.inputs, numbers)]);
    return fetched;
  } finally {
    await device.close();
  }
}

function feedOf(inputs: readonly Tensor<"input">[], numbers: Readonly<Record<string, ArrayLike<number>>>) {
  return Object.fromEntries(
    inputs.map(({ attributes: { name } }) => [name, numbers[name] as Float64Array | Uint32Array]),
  );
}

/** The first samples of the training part, bytes scaled as `train` does. */
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
