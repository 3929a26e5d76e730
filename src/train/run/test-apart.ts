import { backendOf } from "../../backend/backend-of.ts";
import { computedBy } from "../../backend/computed-by.ts";
import { engineOf } from "../../backend/engine-of.ts";
import { type DeviceOptions, deviceOptionsOf } from "../../backend/open.ts";
import type { Samples } from "../../data/dataset.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import { evaluate } from "../evaluate.ts";
import type { Ending, Tested } from "./ending.ts";

/** A model that a run gives back, and what is measured of it. */
interface Apart {
  model: TrainedModel;
  samples: Samples;
  ending: Ending;
}

/** The test of an ensemble, on a device of its own: of the backend that "auto" has chosen for the run, or wasm where that is gone. */
export async function testOfEnsemble(of: Apart, options: DeviceOptions): Promise<Tested> {
  if (options.backend !== "auto") return tested(of, options);
  const backend = backendOf(of.ending.backend);
  try {
    return await tested(of, { ...options, backend });
  } catch (error) {
    return testAfterLoss(error, of, options, backend === "webgpu");
  }
}

/** See `testByWasm`. */
export async function testAfterLoss(
  error: unknown,
  of: Apart,
  options: DeviceOptions,
  isGone = false,
): Promise<Tested> {
  const { testByWasm } = await import("../recover/test-by-wasm.ts");
  return testByWasm(error, of.ending, isGone, () => tested(of, { ...options, backend: "wasm" }));
}

async function tested({ model, samples, ending }: Apart, options: DeviceOptions): Promise<Tested> {
  const { loss, metrics, batchSize } = ending.training;
  const asked = { ...deviceOptionsOf(options), loss, metrics, batchSize };
  const { backend, ...test } = await evaluate(model, samples, asked);
  const isOther = engineOf(backend) !== engineOf(ending.backend);
  return { ending: isOther ? { ...ending, backend: computedBy(ending.backend, backend) } : ending, test };
}
