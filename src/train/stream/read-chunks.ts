import { centered, scaleOnHost } from "../../data/centered.ts";
import { firstNotFinite } from "../../data/checks/check-dataset.ts";
import { nameOfFeature, nameOfTarget } from "../../data/checks/name-of-feature.ts";
import type { Dataset, NumberArray, Samples, Values } from "../../data/dataset.ts";
import type { LinearScale } from "../../data/linear-scale.ts";
import { type Scaler, scaler } from "../../data/scaled.ts";
import { runError } from "../../errors.ts";
import { scaleOfTargets } from "../step/scale-of-targets.ts";
import type { SessionParts } from "../step/session-parts.ts";
import { type Stored, storedOf } from "../step/stored-samples.ts";

/** Some samples of a streamed training set as they lie on a device: the first ones in arrays for as many as a chunk has. */
export interface Chunk {
  samples: number;
  readonly stored: readonly Stored[];
}

/** Milliseconds of reading after which training gets a turn: less than the steps take that are queued at once. */
const TURN = 3;

/** Two chunks that are filled by turns, the first one next: nothing of their size is allocated while training goes on. */
export type ChunkPair = [Chunk, Chunk];

/** Room for two chunks of so many samples. */
export function chunkPair(parts: SessionParts, size: number): ChunkPair {
  const { train: like } = parts.data as Dataset;
  return [emptyChunk(parts, like, size), emptyChunk(parts, like, size)];
}

/**
 * The samples of a streamed training set, `size` at a time but for the last ones. What is given stays until the next but one
 * is asked for.
 * @throws a run error for a stream that does not give as many samples as it did before, or others in form.
 */
export async function* readChunks(parts: SessionParts, size: number, pair: ChunkPair): AsyncGenerator<Chunk> {
  const { name, stream, train: like } = parts.data as Dataset;
  if (stream === undefined) return;
  const { samples } = stream;
  const put = putting(parts, like);
  let [filled, seen] = [0, 0];
  let started = performance.now();
  for await (const block of stream.read()) {
    checkForm(name, block, like, seen + filled);
    checkFinite(parts.data as Dataset, block, seen + filled);
    const count = block.inputs.shape[0];
    for (let at = 0; at < count; ) {
      const left = Math.min(size, samples - seen);
      if (left === 0) throw otherCount(name, samples, `more, at least ${samples + count - at}`);
      const [chunk] = pair;
      const some = Math.min(count - at, left - filled);
      for (const { of, numbers } of chunk.stored) {
        const given = of === "weights" ? (block.weights as Float32Array) : block[of].data;
        const width = given.length / count;
        put[of](given, numbers, { from: at * width, to: (at + some) * width, at: filled * width });
      }
      at += some;
      filled += some;
      if (filled < left) continue;
      chunk.samples = filled;
      pair.reverse();
      yield chunk;
      seen += filled;
      filled = 0;
      started = performance.now();
    }
    if (performance.now() - started < TURN) continue;
    await turn();
    started = performance.now();
  }
  if (seen < samples) throw otherCount(name, samples, `${seen + filled}`);
}

/** Lets what waits on this thread go first. */
function turn(): Promise<void> {
  return new Promise((resolve) => (globalThis.setImmediate ?? setTimeout)(resolve));
}

/** How inputs and targets are put where steps read them: scaled as far as the host does it. */
function putting(parts: SessionParts, like: Samples): Record<Stored["of"], Scaler> {
  const as = (scale: LinearScale | undefined): Scaler => (scale === undefined ? copy : scaler(scale));
  return { inputs: as(scaleOnHost(parts, [like])), targets: as(scaleOfTargets(parts)), weights: as(undefined) };
}

const copy: Scaler = (numbers, into, { from, to, at }) => into.set(numbers.subarray(from, to), at);

function emptyChunk(parts: SessionParts, like: Samples, size: number): Chunk {
  const count = like.inputs.shape[0];
  const { data } = centered({ ...parts, data: { train: like } });
  const stored = storedOf(data.train as Samples, parts).map((one) => {
    const Numbers = one.numbers.constructor as new (length: number) => NumberArray;
    return { ...one, numbers: new Numbers((one.numbers.length / count) * size) };
  });
  return { samples: 0, stored };
}

function checkForm(name: string, block: Samples, like: Samples, seen: number): void {
  for (const of of ["inputs", "targets"] as const) {
    const [expected, received] = [like[of], block[of]].map(formOf);
    if (expected !== received)
      throw runError({ where: `${name}: ${of} from sample ${seen + 1} on`, expected, received });
  }
}

/** Numbers are looked at as they come, as a stream may give others than when it was first read. */
function checkFinite(data: Dataset, block: Samples, seen: number): void {
  for (const of of ["inputs", "targets"] as const) {
    const { shape, data: numbers } = block[of];
    const index = firstNotFinite(numbers);
    if (index < 0) continue;
    const width = numbers.length / shape[0];
    const number = index % width;
    const called = of === "inputs" ? nameOfFeature(number, data) : nameOfTarget(number, data);
    throw runError({
      where: `${data.name}: ${of}`,
      expected: "finite numbers",
      received: `${numbers[index]} in sample ${seen + Math.floor(index / width)}, ${called ?? `number ${number}`}`,
      fix: "Remove or replace missing values before training.",
    });
  }
}

function formOf({ shape, data }: Values): string {
  return `${data.constructor.name} of shape [${["n", ...shape.slice(1)].join(", ")}]`;
}

function otherCount(name: string, expected: number, received: string): Error {
  return runError({
    where: name,
    expected: `${expected} samples, as many as at first`,
    received,
    fix: "Each epoch has to read the same samples.",
  });
}
