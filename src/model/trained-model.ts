import type { Device, Executable, HostArray } from "../backend/backend.ts";
import { closedOnFailure, openDevice } from "../backend/open.ts";
import type { ArrayLikeValue, ArrayValue } from "../compile.ts";
import type { LinearScale } from "../data/scaling.ts";
import { usageError } from "../errors.ts";
import { mapTensors } from "../graph/map-tensors.ts";
import { createProgram } from "../graph/program.ts";
import { type Shape, showShape, sizeOf } from "../graph/shape.ts";
import { constant, input, variable } from "../graph/tensor.ts";
import { checkOption, count } from "../options.ts";
import { layerContext } from "./compile-layer.ts";
import type { BuiltLayer, Layer } from "./layer.ts";

export interface TrainedModelParts {
  layer: Layer;
  /** The shape of one input. */
  inputShape: Shape;
  /** How inputs were scaled in training. */
  scale: LinearScale;
  /** Parameters and statistics by name. */
  weights: Readonly<Record<string, HostArray>>;
  classes?: readonly string[] | undefined;
  /** Whether the outputs are logits of classes, so that their softmax is a probability. */
  logits: boolean;
  /** Whether it was trained with relaxed SIMD where there is any, and predicts so; true unless given. */
  relaxedSimd?: boolean | undefined;
}

export interface PredictOptions {
  /** Give what the last layer gives instead of probabilities. */
  logits?: boolean;
  batchSize?: number;
}

/** A model that has been trained: it scales inputs as in training, and predicts with running statistics, without masks. */
export class TrainedModel {
  readonly parts: TrainedModelParts;
  readonly #built: BuiltLayer;
  #device: Promise<Device> | undefined;
  readonly #programs = new Map<string, Promise<Executable>>();

  constructor(parts: TrainedModelParts) {
    this.parts = parts;
    this.#built = parts.layer.build(parts.inputShape);
  }

  /** How many numbers training adjusts. */
  get parameterCount(): number {
    return Object.values(this.#built.parameters).reduce((count, { shape }) => count + sizeOf(shape), 0);
  }

  get outputShape(): Shape {
    return this.#built.outputShape;
  }

  /**
   * The outputs for inputs [batch, …]: probabilities of a classifier, else what the last layer gives. A single input
   * without the batch dimension counts as a batch of one.
   */
  async predict(inputs: ArrayLikeValue, { logits = false, batchSize = 256 }: PredictOptions = {}): Promise<ArrayValue> {
    const { inputShape } = this.parts;
    checkOption("predict: batchSize", count(undefined), batchSize);
    const samples = this.#countOf(inputs);
    const [perInput, perOutput] = [sizeOf(inputShape), sizeOf(this.outputShape)];
    const output = new Float32Array(samples * perOutput);
    for (let start = 0; start < samples; start += batchSize) {
      const size = Math.min(batchSize, samples - start);
      const executable = await this.#program(size, this.parts.logits && !logits);
      const batch = Float32Array.from({ length: size * perInput }, (_, i) => inputs.data[start * perInput + i]);
      const [{ result }] = await executable.run([{ inputs: batch }]);
      output.set(result, start * perOutput);
    }
    return { shape: [samples, ...this.outputShape], data: output };
  }

  /** Frees the engine; a later prediction opens it again. */
  async close(): Promise<void> {
    const device = await this.#device;
    this.#device = undefined;
    this.#programs.clear();
    await device?.close();
  }

  #countOf({ shape, data }: ArrayLikeValue): number {
    const { inputShape } = this.parts;
    const batched = shape.length === inputShape.length ? [1, ...shape] : shape;
    const fits = String(batched.slice(1)) === String(inputShape) && data.length === sizeOf(shape);
    if (fits) return batched[0];
    throw usageError({
      where: "predict",
      expected: `inputs ${showShape(["batch", ...inputShape] as unknown as Shape)} with as many numbers`,
      received: `${showShape(shape)} with ${data.length} numbers`,
    });
  }

  #program(size: number, probabilities: boolean): Promise<Executable> {
    const key = `${size} ${probabilities}`;
    let program = this.#programs.get(key);
    if (program === undefined) {
      program = this.#compile(size, probabilities);
      this.#programs.set(key, program);
    }
    return program;
  }

  async #compile(size: number, probabilities: boolean): Promise<Executable> {
    this.#device ??= this.#open();
    const device = await this.#device;
    const { inputShape, scale } = this.parts;
    const tensors = (specs: BuiltLayer["parameters"]) => mapTensors(specs, ({ shape }, name) => variable(name, shape));
    const output = this.#built.forward(
      input("inputs", [size, ...inputShape])
        .sub(scale.subtract)
        .mul(scale.multiply),
      layerContext({
        training: false,
        parameters: tensors(this.#built.parameters),
        state: tensors(this.#built.state),
        setState: () => {},
        key: constant(0),
      }),
    );
    return device.compile(createProgram({ result: probabilities ? output.softmax() : output }));
  }

  async #open(): Promise<Device> {
    const device = await openDevice({ threads: 1, relaxedSimd: this.parts.relaxedSimd ?? true });
    return closedOnFailure(device, async () => {
      for (const [name, { shape }] of Object.entries({ ...this.#built.parameters, ...this.#built.state }))
        await device.create(name, shape, "float", this.parts.weights[name]);
      return device;
    });
  }
}
