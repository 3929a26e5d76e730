import type { Device } from "../../backend/backend.ts";
import { sayOnce } from "../../say-once.ts";
import type { Signal } from "../../signals/signal.ts";
import type { CallbackRunner } from "../callback-runner.ts";
import type { Training } from "../prepare/prepare-training.ts";
import type { TrainingSession } from "../step/session.ts";
import type { History } from "./history.ts";
import { otherBits } from "./other-bits.ts";
import type { RunRecord } from "./run-record.ts";

/** What a run has that goes on. */
interface Beginning {
  session: TrainingSession;
  training: Training;
  callbacks: CallbackRunner;
  history: History;
  device: Pick<Device, "description">;
}

/** Brings a run that begins to where a saved one stands: its signals, its epochs, and what its callbacks remember. */
export async function goOn(
  saved: RunRecord,
  { session, training, callbacks, history, device }: Beginning,
): Promise<void> {
  sayOtherBits(saved, device.description);
  for (const row of saved.signals) session.signals.push(row);
  session.nonFinite = saved.nonFinite ?? [];
  for (const epoch of saved.history) {
    history.push(epoch);
    training.monitors.add(epoch);
  }
  await replay(saved, callbacks);
}

/** Says of a run that went on where it rounds otherwise that it did: "auto" may not have chosen when it began to. */
export function sayOtherBits(saved: RunRecord, description: string): void {
  sayOnce(otherBits("run", saved.backend, description));
}

/** Shows callbacks the epochs of a saved run again. What it gave back stands for the weights that were kept in them. */
async function replay({ history, signals, stopped, model }: RunRecord, callbacks: CallbackRunner): Promise<void> {
  const { weights } = model.parts;
  const shown: History = [];
  let row = 0;
  for (const epoch of history) {
    shown.push(epoch);
    const own: Signal[] = [];
    for (; row < signals.length && signals[row].epoch <= epoch.epoch; row++) own.push(signals[row]);
    await callbacks.epochEnd(shown, weights, own);
  }
  const { members: saved = [], bestEpoch = stopped.epoch } = stopped;
  const { kept, members } = callbacks;
  if (kept !== undefined) callbacks.kept = { weights, epoch: bestEpoch };
  if (kept !== undefined && saved.length === 0 && kept.epoch !== bestEpoch)
    sayOnce([
      `A callback keeps the weights after epoch ${kept.epoch}, which were not saved: those after epoch ${bestEpoch} stand for them.`,
    ]);
  const lost = members.map(({ epoch }) => epoch).filter((epoch) => !saved.includes(epoch));
  if (lost.length > 0)
    sayOnce([`The weights after epoch ${lost.join(", ")} were not saved: the ensemble goes without these members.`]);
  callbacks.members = [];
  if (saved.length === 0) return;
  const parts = (await callbacks.ensembles()).ensembleMembers(model) ?? [];
  callbacks.members = saved.map((epoch, i) => ({ epoch, weights: parts[i].parts.weights }));
}
