import { EvenkeelError, runError, usageError } from "../../errors.ts";
import type { Samples } from "../dataset.ts";
import type { FileOfFolder } from "./folder.ts";
import { decodedImage, imageFactsOf } from "./image-file.ts";
import type { ImageFacts } from "./pixels.ts";
import { resize } from "./resize.ts";
import { toChannels } from "./to-channels.ts";

/** What is asked for of images. */
export interface ImageWishes {
  /** [height, width]; by default all must have one size. */
  size: readonly [number, number] | undefined;
  /** By default 3 where one of them has colors, else 1. */
  channels: number | undefined;
  /** What transparent pixels show. */
  background: number;
  /** Whether broken files are left out, and not an error. */
  skipBroken: boolean;
  signal: AbortSignal | undefined;
}

interface Labeled {
  file: FileOfFolder;
  label: number;
}
interface Known extends Labeled {
  facts: ImageFacts;
}

/** Bytes of all images together: about what an engine can hold. */
const MOST_BYTES = 2 ** 31;
/** Heads of files that are read at a time. */
const AT_A_TIME = 32;
/**
 * The images as bytes [n, height, width, channels], and their labels. All heads are read first, so that sizes that do not
 * fit, and more bytes than there is room for, are found before anything is decoded.
 * @param like the training images, whose size and channels these have if none are wished for.
 * @throws a run error for a broken file, or one of another size, that names it; a usage error for too many bytes.
 */
export async function readImages(
  folder: string,
  files: readonly Labeled[],
  wishes: ImageWishes,
  like?: { size: readonly [number, number]; channels: number },
): Promise<{ samples: Samples; size: readonly [number, number]; channels: number; broken: string[] }> {
  const broken: string[] = [];
  const skip = (path: string, error: unknown) => {
    if (!wishes.skipBroken || (error instanceof EvenkeelError && error.kind === "usage")) throw error;
    broken.push(path);
  };
  const known = await knownFiles(files, skip, wishes.signal);
  const size = wishes.size ?? commonSize(known, like?.size);
  const channels = wishes.channels ?? like?.channels ?? (known.some(({ facts }) => facts.isColor) ? 3 : 1);
  checkRoom(`imageFolder: ${folder}`, known.length, size, channels);
  const bytes = size[0] * size[1] * channels;
  const data = new Uint8Array(known.length * bytes);
  const labels: number[] = [];
  for (const { file, label, facts } of known) {
    wishes.signal?.throwIfAborted();
    try {
      const image = toChannels(await decodedImage(file, facts), channels, wishes.background);
      data.set(resize(image, ...size).data, labels.length * bytes);
      labels.push(label);
    } catch (error) {
      skip(file.path, error);
    }
  }
  const count = labels.length;
  const inputs = { shape: [count, ...size, channels], data: data.slice(0, count * bytes) };
  const targets = {
    shape: [count],
    data: Math.max(...new Set(labels)) > 255 ? Int32Array.from(labels) : Uint8Array.from(labels),
  };
  return { samples: { inputs, targets }, size, channels, broken };
}

async function knownFiles(
  files: readonly Labeled[],
  skip: (path: string, error: unknown) => void,
  signal?: AbortSignal,
) {
  const known: Known[] = [];
  for (let at = 0; at < files.length; at += AT_A_TIME) {
    signal?.throwIfAborted();
    const some = files.slice(at, at + AT_A_TIME);
    const found = await Promise.allSettled(some.map(({ file }) => imageFactsOf(file)));
    for (const [i, result] of found.entries())
      if (result.status === "fulfilled") known.push({ ...some[i], facts: result.value });
      else skip(some[i].file.path, result.reason);
  }
  return known;
}

/** The size of the training images, or of the first image, which all others must have. */
function commonSize(known: readonly Known[], trained?: readonly [number, number]): readonly [number, number] {
  if (known.length === 0) return trained ?? [1, 1];
  const [{ file, facts }] = known;
  const [height, width] = trained ?? [facts.height, facts.width];
  const other = known.find((one) => one.facts.height !== height || one.facts.width !== width);
  if (other === undefined) return [height, width];
  throw runError({
    where: other.file.path,
    expected: `${width} × ${height} pixels, as ${trained === undefined ? file.path : "the training images"}`,
    received: `${other.facts.width} × ${other.facts.height}`,
    fix: "Give a `size` to bring all images to it: size: 32, or size: [height, width].",
  });
}

function checkRoom(where: string, count: number, [height, width]: readonly [number, number], channels: number): void {
  const bytes = count * height * width * channels;
  if (bytes <= MOST_BYTES) return;
  const side = Math.floor(Math.sqrt(MOST_BYTES / (count * channels)));
  throw usageError({
    where,
    expected: `images that take at most ${inGigabytes(MOST_BYTES)} together`,
    received: `${count.toLocaleString("en")} of ${height} × ${width} × ${channels} bytes, which take ${inGigabytes(bytes)}`,
    fix: side > 0 ? `Give a smaller \`size\`, at most ${side}.` : "Read fewer images.",
  });
}

const inGigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
