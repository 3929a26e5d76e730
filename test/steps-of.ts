import type { BackendName, HostArray } from "../src/backend/backend.ts";
import type { ArrayLikeValue } from "../src/compile.ts";
import type { Optimizer } from "../src/optimize/optimizer.ts";
import { optimizerStepper, type StepperOptions } from "../src/optimize/step/optimizer-stepper.ts";

export type Arrays = Readonly<Record<string, ArrayLikeValue>>;

/** All parameters after each of some gradients. */
export async function stepsOf(
  optimizer: Optimizer,
  start: Arrays,
  gradients: readonly Arrays[],
  options: StepperOptions & { backend?: BackendName } = {},
): Promise<Record<string, HostArray>[]> {
  const stepper = await optimizerStepper(optimizer, start, { backend: "reference", ...options });
  const points: Record<string, HostArray>[] = [];
  for (const gradient of gradients) {
    await stepper.step(options.loss === undefined ? gradient : {});
    points.push(Object.fromEntries(Object.entries(stepper.parameters).map(([name, { data }]) => [name, data.slice()])));
  }
  await stepper.close();
  return points;
}

/** An array of this shape. */
export const array = (shape: readonly number[], data: readonly number[]): ArrayLikeValue => ({ shape, data });
