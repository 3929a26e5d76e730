import type { Device } from "../../backend/backend.ts";
import { defined } from "../../options/defined.ts";
import type { Training } from "../prepare/prepare-training.ts";
import type { Place } from "../recover/place.ts";
import type { History, Measures } from "../run/history.ts";

/**
 * Reports after some steps; `first` is the place at which this call of `train` began. What an `onProgress` rejects with
 * that is asynchronous is thrown at the next report.
 */
export function reporterOf(
  { epochs, maxSteps = Infinity, progress: { stepsPerEpoch }, onProgress, now }: Training,
  started: number,
  first: Place,
  device: Pick<Device, "description">,
) {
  let failure: { error: unknown } | undefined;
  return (history: History) =>
    ({ epoch, step, steps }: Place, train: Measures): void => {
      if (failure !== undefined) throw failure.error;
      const last = history.at(-1);
      const elapsed = (now() - started) / 1000;
      const left = Math.min(stepsPerEpoch * (epochs - epoch + 1) - step, maxSteps - steps);
      const given: unknown = onProgress({
        epoch,
        epochs,
        step,
        stepsPerEpoch,
        train,
        backend: device.description,
        ...defined({ last }),
        elapsed,
        remaining: (elapsed / (steps - first.steps)) * left,
      });
      if (given instanceof Promise)
        given.catch((error: unknown) => {
          failure = { error };
        });
    };
}
