import type { AppendedFile } from "../../../files/appended-file.ts";
import { openAppended } from "../../../files.ts";
import { type EventValues, eventRecord, startRecord, versionRecord } from "../../../formats/event.ts";
import { sayFailure, sayUnfinished } from "../say-failure.ts";

/** A file of TensorBoard events, which grows. A folder of such files is what TensorBoard calls a run. */
export class EventFile {
  readonly #folder: string;
  readonly #file: AppendedFile;

  private constructor(folder: string, file: AppendedFile) {
    this.#folder = folder;
    this.#file = file;
  }

  /** A new file in a folder, after those that are there: what these have of steps from `from` on is no longer shown. */
  static async open(folder: string, from: number): Promise<EventFile> {
    const now = seconds();
    const unique = globalThis.crypto.randomUUID().slice(0, 8);
    const path = `${folder}/events.out.tfevents.${now.toFixed(3)}.evenkeel-${unique}`; // read in the order of names
    const file = await openAppended(path, 0, (error) => sayFailure(folder, error));
    file.append(versionRecord(now));
    file.append(startRecord(now, from));
    return new EventFile(folder, file);
  }

  /** @param at seconds since 1970; now by default. */
  add(step: number, values: EventValues, at = seconds()): void {
    this.#file.append(eventRecord(at, step, values));
  }

  async flush(): Promise<void> {
    await this.#file.flush();
  }

  async close(): Promise<void> {
    if (!(await this.#file.close())) sayUnfinished(this.#folder);
  }
}

/** Since 1970. */
export function seconds(): number {
  return Date.now() / 1000;
}
