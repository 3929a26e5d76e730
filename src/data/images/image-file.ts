import { errorText } from "../../error-text.ts";
import { EvenkeelError, runError } from "../../errors.ts";
import { hex } from "../files/hex.ts";
import { decodeJpeg } from "./decode-jpeg.ts";
import { decodePng } from "./decode-png.ts";
import type { FileOfFolder } from "./folder.ts";
import { imageFacts } from "./image-facts.ts";
import type { ImageFacts, Pixels } from "./pixels.ts";

/** An image of more pixels is refused before it is decoded: few bytes may claim to be a wall of them. */
const MOST_PIXELS = 25_000_000;
/** A JPEG has at least a bit for 8 × 8 pixels. What has less is not begun: it would take much memory to find that out. */
const MOST_OF_ONE = 512;
/** Enough for the size of an image in front of which no more than a thumbnail stands. */
const HEAD = 65_536;

/** The format and the size that a file says of itself. @throws a run error for what is no image, or too large a one. */
export async function imageFactsOf(file: FileOfFolder): Promise<ImageFacts> {
  const head = await file.head(HEAD).catch(unreadable(file.path));
  const facts = imageFacts(head) ?? (head.length === HEAD ? imageFacts(await readWhole(file)) : undefined);
  if (facts === undefined)
    throw runError({
      where: file.path,
      expected: "a PNG or a JPEG, by its first bytes",
      received: head.length === 0 ? "an empty file" : startOf(head),
      fix: SKIP,
    });
  const pixels = facts.height * facts.width;
  if (pixels > 0 && pixels <= MOST_PIXELS) return facts;
  throw runError({
    where: file.path,
    expected: `an image of 1 to ${MOST_PIXELS.toLocaleString("en")} pixels`,
    received: `${facts.width} × ${facts.height}`,
    fix: SKIP,
  });
}

const SKIP = "Delete the file, or set `skipBroken: true` to leave out such files.";

/** The first bytes as text where they are text, as those of an error page are; else as numbers. */
function startOf(head: Uint8Array): string {
  const some = [...head.subarray(0, 12)];
  const isText = some.every((byte) => byte >= 32 && byte < 127);
  return `a file that begins with ${isText ? JSON.stringify(String.fromCharCode(...some)) : some.slice(0, 4).map(hex).join(" ")}`;
}

/** The pixels of a file. @throws a run error for a damaged one. */
export async function decodedImage(file: FileOfFolder, facts: ImageFacts): Promise<Pixels> {
  const bytes = await readWhole(file);
  try {
    if (facts.format === "PNG") return await decodePng(bytes);
    const pixels = facts.height * facts.width;
    if (pixels > MOST_OF_ONE * bytes.length) throw new Error(`${bytes.length} bytes for ${pixels} pixels`);
    return await decodeJpeg(bytes, file.path);
  } catch (cause) {
    if (cause instanceof EvenkeelError) throw cause;
    const received = `a damaged one (${errorText(cause)})`;
    throw runError({ where: file.path, expected: `a whole ${facts.format}`, received, fix: SKIP, cause });
  }
}

function readWhole(file: FileOfFolder): Promise<Uint8Array> {
  return file.whole().catch(unreadable(file.path));
}

const unreadable = (path: string) => (cause: Error) => {
  throw runError({ where: path, expected: "a readable file", received: cause.message, fix: SKIP, cause });
};
