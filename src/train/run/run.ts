import { isPlainObject } from "../../options/plain-object.ts";
import { refused } from "../../options.ts";
import type { Instance } from "../../trick.ts";
import { encodeRun } from "./run-file.ts";
import type { RunRecord } from "./run-record.ts";
import { SavedRun } from "./saved-run.ts";

/** What training gives: the model, and all that was measured. */
export class Run extends SavedRun<Instance> {
  constructor(record: RunRecord<Instance>) {
    if (!isPlainObject(record)) throw refused("Run", "the parts of a run as { … }; train() makes them", record);
    super(record);
  }

  /**
   * Writes architecture, weights, optimizer state, history and seed to one file (Node.js). The file is replaced whole or
   * not at all. Layers of your own are given again when it is read: `loadRun(path, { use: [myLayer] })`.
   * @throws a run error that says what to do where the file cannot be written.
   */
  async save(path: string): Promise<void> {
    const bytes = this.toBytes(); // as it is now
    const { writeFileWhole } = await import("../../files.ts");
    await writeFileWhole(path, bytes, "Keep what run.toBytes() gives; readRun reads it.");
  }

  /** What `save` writes, as bytes: for a download, a database or a request. `readRun` and `readModel` read them. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return encodeRun(this);
  }
}
