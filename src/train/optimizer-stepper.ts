import type { Device, HostArray } from "../backend/backend.ts";
import { closedOnFailure, openDevice } from "../backend/open.ts";
import type { ArrayLikeValue, CompileOptions } from "../compile.ts";
import { mapTensors } from "../graph/map-tensors.ts";
import { createProgram } from "../graph/program.ts";
import { constant, input, variable } from "../graph/tensor.ts";
import type { Optimizer } from "./optimizer.ts";
import type { Progress } from "./schedule.ts";
import { initialState, SCALARS, traceUpdate } from "./trace-update.ts";

export interface OptimizerStepper {
  /** The parameters after the last step. */
  readonly parameters: Record<string, { shape: readonly number[]; data: HostArray }>;
  /** Updates the parameters by one gradient each. */
  step(gradients: Record<string, ArrayLikeValue>): Promise<void>;
  close(): Promise<void>;
}

/** An optimizer by itself, on gradients that the caller gives. `progress` is what its schedules are told. */
export async function optimizerStepper(
  optimizer: Optimizer,
  initial: Record<string, ArrayLikeValue>,
  { backend = "wasm", threads = 0, relaxedSimd = true, ...progress }: CompileOptions & Progress = {},
): Promise<OptimizerStepper> {
  const device = await openDevice({ backend, threads, relaxedSimd });
  const params = mapTensors(initial, ({ shape }, name) => variable(name, shape));
  const grads = mapTensors(initial, ({ shape }, name) => input(`gradient ${name}`, shape));
  const { executable, scalarsAt } = await closedOnFailure(device, async () => {
    for (const [name, { shape, data }] of Object.entries(initial)) await device.create(name, shape, "float", data);
    await initializeState(device, optimizer, params);
    const { updates, scalarsAt } = traceUpdate(optimizer, params, grads, progress);
    return { executable: await device.compile(createProgram({ done: constant(1) }, updates)), scalarsAt };
  });
  const parameters = mapTensors(initial, ({ shape, data }) => ({ shape, data: Float64Array.from(data) as HostArray }));
  let steps = 0;
  return {
    parameters,
    async step(gradients) {
      const feed: Record<string, HostArray> = {};
      for (const [name, { data }] of Object.entries(gradients)) feed[`gradient ${name}`] = Float64Array.from(data);
      if (scalarsAt !== undefined) feed[SCALARS] = scalarsAt(steps);
      await executable.run([feed]);
      steps++;
      for (const name of Object.keys(parameters)) parameters[name].data = await device.read(name);
    },
    close: () => device.close(),
  };
}

/** Creates the optimizer's state on the device and gives it its first values. */
export async function initializeState(
  device: Device,
  optimizer: Optimizer,
  params: Parameters<typeof initialState>[1],
): Promise<void> {
  const state = initialState(optimizer, params);
  for (const { variable: slot } of state) await device.create(slot.attributes.name, slot.shape, "float");
  const executable = await device.compile(createProgram({ done: constant(1) }, state));
  await executable.run([{}]);
}
