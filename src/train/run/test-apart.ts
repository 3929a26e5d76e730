import { backendOf } from "../../backend/backend-of.ts";
import { computedBy } from "../../backend/computed-by.ts";
import { engineOf } from "../../backend/engine-of.ts";
import { lostIn } from "../../backend/lost-in.ts";
import { type DeviceOptions, deviceOptionsOf } from "../../backend/open.ts";
import type { Samples } from "../../data/dataset.ts";
import { EvenkeelError } from "../../errors.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import { sayOnce } from "../../say-once.ts";
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
  const { backend } = options;
  if (backend !== "auto") return tested(of, options);
  const chosen = backendOf(of.ending.backend);
  try {
    return await tested(of, { ...options, backend: chosen });
  } catch (error) {
    // A GPU that does not open again is gone as one that hangs.
    if (chosen !== "webgpu" || !(error instanceof EvenkeelError) || error.kind === "usage") throw error;
    return testByWasm(error, of, options);
  }
}

/** The test of a run by "auto" whose GPU was lost when all was trained; other errors are thrown. */
export async function testAfterLoss(error: unknown, of: Apart, options: DeviceOptions): Promise<Tested> {
  const lost = lostIn(error);
  if (lost === undefined) throw error;
  return testByWasm(lost, of, options);
}

async function testByWasm({ facts }: EvenkeelError, of: Apart, options: DeviceOptions): Promise<Tested> {
  const lost = engineOf(of.ending.backend);
  const hint = `${lost} was lost (${facts.received}): the test is computed by wasm.`;
  sayOnce([hint]);
  const { ending, test } = await tested(of, { ...options, backend: "wasm" });
  const training = { ...ending.training, hints: [...ending.training.hints, hint] };
  return { ending: { ...ending, training, backend: `${ending.backend} (auto: ${lost} was lost)` }, test };
}

async function tested({ model, samples, ending }: Apart, options: DeviceOptions): Promise<Tested> {
  const { loss, metrics, batchSize } = ending.training;
  const asked = { ...deviceOptionsOf(options), loss, metrics, batchSize };
  const { backend, ...test } = await evaluate(model, samples, asked);
  const isOther = engineOf(backend) !== engineOf(ending.backend);
  return { ending: isOther ? { ...ending, backend: computedBy(ending.backend, backend) } : ending, test };
}
