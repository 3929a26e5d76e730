import * as v from "valibot";
import type { HostArray } from "../../backend/backend.ts";
import { closedOnFailure, deviceOptions, openDevice } from "../../backend/open.ts";
import type { ArrayLikeValue, CompileOptions } from "../../compile.ts";
import { usageError } from "../../errors.ts";
import { mapTensors } from "../../graph/map-tensors.ts";
import { createProgram } from "../../graph/program.ts";
import { showShape, sizeOf } from "../../graph/shape.ts";
import { constant, input, type Tensor, variable } from "../../graph/tensor.ts";
import { defined } from "../../options/defined.ts";
import { expectArray } from "../../options/expect-array.ts";
import { isPlainObject } from "../../options/plain-object.ts";
import {
  type Checks,
  checkOption,
  count,
  custom,
  functionOption,
  instanceOption,
  optional,
  refused,
  resolveOptions,
} from "../../options.ts";
import { seedKey } from "../../random.ts";
import type { Optimizer } from "../optimizer.ts";
import type { Tensors } from "../rule.ts";
import type { Progress } from "../schedule.ts";
import { gradientsBy } from "./gradients-by.ts";
import { initializeState } from "./initialize-state.ts";
import { evaluatedName, initialState, SCALARS, traceUpdate } from "./trace-update.ts";

/** An optimizer with the parameters that it moves. */
export interface OptimizerStepper {
  /** The parameters after the last step. */
  readonly parameters: Record<string, { shape: readonly number[]; data: HostArray }>;
  /** What evaluation uses: the parameters, or what the optimizer keeps in their place (averages, slow weights). */
  readonly evaluated: Record<string, { shape: readonly number[]; data: HostArray }>;
  /** One step, by the given gradients, or by those of the loss if there is one. */
  step(gradients?: Record<string, ArrayLikeValue>): Promise<void>;
  /** All that later steps depend on, for `resume`. */
  save(): Promise<StepperState>;
  /** What computes, as `run.backend` says it: "wasm, 1 thread, relaxed SIMD"; with "auto" also why, once it has chosen. */
  readonly backend: string;
  /** Ends the device and its threads. */
  close(): Promise<void>;
}

/** What steps go on from. */
export interface StepperState {
  /** How many were taken. */
  steps: number;
  /** Parameters and optimizer state, by name. */
  variables: Record<string, HostArray>;
}

/** What an optimizer alone steps on. */
export interface StepperOptions extends CompileOptions, Progress {
  /**
   * What to make small, as a graph of the parameters: for steps without given gradients, and for sam(). None by default.
   */
  loss?: (params: Record<string, Tensor>) => Tensor;
  /** Decides random numbers. 1 by default. */
  seed?: number;
  /** What `save` gave, of a stepper for the same optimizer and parameters. By default it starts from `initial`. */
  resume?: StepperState;
}

export const OPTIONS = {
  ...deviceOptions,
  stepsPerEpoch: optional(count(undefined)),
  totalSteps: optional(count(undefined)),
  losses: optional(custom(v.array(v.number()), undefined, "a list of numbers")),
  monitored: optional(functionOption()),
  rate: optional(functionOption()),
  loss: optional(functionOption()),
  seed: optional(count(undefined, "", 0)),
  resume: optional(
    custom(v.object({ steps: v.number(), variables: v.looseObject({}) }), undefined, "what save() gave"),
  ),
} satisfies Checks<StepperOptions>;

/**
 * Steps an optimizer without a training run, on gradients that the caller gives, or on those of a loss. Schedules read
 * their progress (`stepsPerEpoch`, `totalSteps`, `losses`) from the options.
 * @param initial the parameters before the first step, by name.
 * @returns the stepper. Close it when done.
 * @throws a usage error for what is no optimizer, arrays that are none, and unknown options.
 * @example
 * const stepper = await optimizerStepper(adam(), { w: { shape: [2], data: [1, 2] } }, { loss: ({ w }) => w.square().sum() });
 * for (let step = 0; step < 100; step++) await stepper.step();
 * console.log(stepper.parameters.w.data);
 * await stepper.close();
 */
export async function optimizerStepper(
  optimizer: Optimizer,
  initial: Record<string, ArrayLikeValue>,
  options: StepperOptions = {},
): Promise<OptimizerStepper> {
  resolveOptions("optimizerStepper", OPTIONS, options);
  checkOption("optimizerStepper: optimizer", instanceOption("optimizers", "transforms"), optimizer);
  expectArrays("optimizerStepper: initial", initial);
  const { threads = 0, loss, seed = 1, resume, ...progress } = options;
  const device = await openDevice({ ...options, threads });
  const params = mapTensors(initial, ({ shape }, name) => variable(name, shape));
  const gradientsAt = (at: Tensors) => gradientsBy((loss as NonNullable<typeof loss>)({ ...params, ...at }), at);
  const grads =
    loss === undefined
      ? mapTensors(initial, ({ shape }, name) => input(`gradient ${name}`, shape))
      : gradientsAt(params);
  const key = input("key", [3], "uint32");
  const { executable, scalarsAt } = await closedOnFailure(device, async () => {
    for (const [name, { shape, data }] of Object.entries(initial)) await device.create(name, shape, "float", data);
    await initializeState(device, optimizer, params);
    const { updates, scalarsAt } = traceUpdate(optimizer, params, grads, progress, {
      key,
      ...defined({ gradientsAt: loss && gradientsAt }),
    });
    for (const [name, data] of Object.entries(resume?.variables ?? {})) await device.write(name, data);
    return { executable: await device.compile(createProgram({ done: constant(1) }, updates)), scalarsAt };
  });
  const names = [
    ...Object.keys(initial),
    ...initialState(optimizer, params).map((slot) => slot.variable.attributes.name),
  ];
  const evaluatedAs = evaluatedName(optimizer, params);
  const parameters = mapTensors(initial, ({ shape, data }) => ({ shape, data: Float64Array.from(data) as HostArray }));
  const evaluated = mapTensors(parameters, (parameter) => ({ ...parameter }));
  const read = async () => {
    const own = Object.keys(parameters);
    const read = await device.readAll([...own, ...own.map(evaluatedAs)]);
    for (const [i, name] of own.entries()) {
      parameters[name].data = read[i];
      evaluated[name].data = evaluatedAs(name) === name ? read[i] : read[own.length + i];
    }
  };
  if (resume !== undefined) await read();
  let steps = resume?.steps ?? 0;
  return {
    parameters,
    evaluated,
    async step(gradients = {}) {
      expectArrays("step: gradients", gradients);
      const feed: Record<string, HostArray> = { key: Uint32Array.of(...seedKey(seed), steps) };
      for (const [name, { data }] of Object.entries(gradients)) feed[`gradient ${name}`] = Float64Array.from(data);
      if (scalarsAt !== undefined) feed[SCALARS] = scalarsAt({ step: steps, taken: steps });
      await executable.run([feed]);
      steps++;
      await read();
    },
    async save() {
      const numbers = await device.readAll(names);
      return { steps, variables: Object.fromEntries(names.map((name, i) => [name, numbers[i]])) };
    },
    get backend() {
      return device.description;
    },
    close: () => device.close(),
  };
}

/** Demands arrays by name, each with as many numbers as its shape has. */
function expectArrays(where: string, arrays: unknown): asserts arrays is Record<string, ArrayLikeValue> {
  if (!isPlainObject(arrays)) throw refused(where, "{ name: { shape, data }, … }", arrays);
  for (const [name, value] of Object.entries(arrays)) {
    expectArray(`${where}: ${name}`, value);
    if (value.data.length !== sizeOf(value.shape))
      throw usageError({
        where: `${where}: ${name}`,
        expected: `${sizeOf(value.shape)} numbers for shape ${showShape(value.shape)}`,
        received: `${value.data.length}`,
      });
  }
}
