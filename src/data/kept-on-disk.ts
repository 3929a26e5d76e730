import { FAILURES } from "../files/failures.ts";
import { ScratchFile } from "../files/scratch-file.ts";
import { sayOnce } from "../say-once.ts";
import type { NumberArray, Samples, Values } from "./samples.ts";
import type { Stream } from "./stream.ts";

/** Where the numbers of an array lie in a file. */
interface Place {
  at: number;
  length: number;
  Numbers: new (buffer: ArrayBuffer) => NumberArray;
  shape: readonly number[];
}
type Places = { inputs: Place; targets: Place; weights: Place | undefined };

/**
 * The same samples, read from their source once. What they were made into, numbers, is written to a temporary file on the
 * way, from which they come afterwards: reading numbers takes less than a hundredth of the time of parsing text. Where there is no place
 * for the file, or no Node.js, they come from their source again.
 */
export function keptOnDisk(name: string, { samples, memory, read }: Stream): Stream {
  let kept: { file: ScratchFile; blocks: Places[] } | undefined;
  /** Another reader writes, or it cannot be done. */
  let [busy, impossible] = [false, typeof process === "undefined" || process.versions?.node === undefined];
  const failed = (error: unknown): undefined => {
    impossible = true;
    const { code = "", message } = error as { code?: string; message: string };
    sayOnce([
      `${name} is read and parsed again in every epoch: its rows cannot be kept in a temporary file ` +
        `(${FAILURES[code]?.[0] ?? message}). Set TMPDIR to a folder with space.`,
    ]);
  };

  async function* writing(): AsyncGenerator<Samples> {
    busy = true;
    let file: ScratchFile | undefined;
    try {
      file = await ScratchFile.open().catch(failed);
      const blocks: Places[] = [];
      let seen = 0;
      for await (const block of read()) {
        const places = file && (await written(file, block).catch(failed));
        if (places === undefined) {
          await file?.close().catch(() => {});
          file = undefined;
        } else blocks.push(places);
        seen += block.inputs.shape[0];
        // Whoever has the last sample need not ask for more.
        if (file !== undefined && seen === samples) kept = { file, blocks };
        yield block;
      }
    } finally {
      busy = false;
      if (file !== undefined && kept === undefined) await file.close();
    }
  }

  return {
    samples,
    memory,
    read() {
      if (kept !== undefined) return fromFile(kept.file, kept.blocks);
      return busy || impossible ? read() : writing();
    },
  };
}

/** Each block is there until the next one is asked for: all are read into the same memory. */
async function* fromFile(file: ScratchFile, blocks: readonly Places[]): AsyncGenerator<Samples> {
  const [inputsAt, targetsAt, weightsAt] = [reader(file), reader(file), reader(file)];
  for (const { inputs, targets, weights } of blocks)
    yield {
      inputs: await inputsAt(inputs),
      targets: await targetsAt(targets),
      ...(weights && { weights: (await weightsAt(weights)).data }),
    };
}

async function written(file: ScratchFile, { inputs, targets, weights }: Samples): Promise<Places> {
  return {
    inputs: await placeOf(file, inputs),
    targets: await placeOf(file, targets),
    weights: weights && (await placeOf(file, { shape: [weights.length], data: weights })),
  };
}

async function placeOf(file: ScratchFile, { shape, data }: Values): Promise<Place> {
  const at = await file.append(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return { at, length: data.byteLength, Numbers: data.constructor as Place["Numbers"], shape };
}

function reader(file: ScratchFile): (place: Place) => Promise<Values> {
  let room = new ArrayBuffer(0);
  return async ({ at, length, Numbers, shape }) => {
    if (room.byteLength !== length) room = new ArrayBuffer(length);
    await file.read(at, new Uint8Array(room));
    return { shape, data: new Numbers(room) };
  };
}
