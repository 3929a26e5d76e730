import { runError } from "../errors.ts";
import type { NumberArray, Samples, Values } from "./samples.ts";
import type { Stream } from "./stream.ts";

/**
 * The samples of a stream, `size` at a time but for the last ones, as arrays of the types that `like` has.
 * @throws a run error for a stream that does not give as many samples as it did before, or others in form.
 */
export async function* chunksOf(name: string, { read, samples }: Stream, size: number, like: Samples) {
  let chunk: Samples | undefined;
  let [filled, seen] = [0, 0];
  for await (const block of read()) {
    checkForm(name, block, like, seen);
    const rows = block.inputs.shape[0];
    for (let at = 0; at < rows; ) {
      const left = Math.min(size, samples - seen);
      if (left === 0) throw otherCount(name, samples, `more, at least ${samples + rows - at}`);
      chunk ??= emptyLike(like, left);
      const some = Math.min(rows - at, left - filled);
      copyRows(block.inputs, at, some, chunk.inputs, filled);
      copyRows(block.targets, at, some, chunk.targets, filled);
      at += some;
      filled += some;
      if (filled < left) continue;
      yield chunk;
      seen += filled;
      [chunk, filled] = [undefined, 0];
    }
  }
  if (seen < samples) throw otherCount(name, samples, `${seen + filled}`);
}

/** Samples of the same form and types, all 0. */
export function emptyLike({ inputs, targets }: Samples, count: number): Samples {
  return { inputs: emptyValues(inputs, count), targets: emptyValues(targets, count) };
}

function emptyValues({ shape, data }: Values, count: number): Values {
  const Numbers = data.constructor as new (length: number) => NumberArray;
  return { shape: [count, ...shape.slice(1)], data: new Numbers((data.length / shape[0]) * count) };
}

function copyRows(from: Values, at: number, rows: number, to: Values, place: number): void {
  const width = from.data.length / from.shape[0];
  to.data.set(from.data.subarray(at * width, (at + rows) * width), place * width);
}

function checkForm(name: string, block: Samples, like: Samples, seen: number): void {
  for (const of of ["inputs", "targets"] as const) {
    const [expected, received] = [like[of], block[of]].map(({ shape, data }) => formOf(shape, data));
    if (expected !== received)
      throw runError({ where: `${name}: ${of} from sample ${seen + 1} on`, expected, received });
  }
}

function formOf(shape: readonly number[], data: NumberArray): string {
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
