import type { ReadFile } from "./read-at-once.ts";

/** How many pictures are decoded at a time. */
const AT_A_TIME = 8;

/** Pictures that the library reads, in their order. */
export async function asPngs(files: readonly ReadFile[]): Promise<ReadFile[]> {
  const done: ReadFile[] = [];
  for (let i = 0; i < files.length; i += AT_A_TIME)
    done.push(...(await Promise.all(files.slice(i, i + AT_A_TIME).map(asPng))));
  return done;
}

/**
 * A picture that the library reads: a JPEG is decoded by the browser, since pages have no decoder of their own. Other files,
 * damaged ones too, stay as they are, so that the library says what is wrong with them.
 */
async function asPng(file: ReadFile): Promise<ReadFile> {
  const { name, bytes } = file;
  if (/\.png$/i.test(name)) return file;
  const blob = bytes instanceof Blob ? bytes : new Blob([bytes as Uint8Array<ArrayBuffer>]);
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  if (first !== 0xff || second !== 0xd8 || typeof OffscreenCanvas === "undefined") return file;
  try {
    const bitmap = await createImageBitmap(blob, { imageOrientation: "none", colorSpaceConversion: "none" });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    bitmap.close();
    return { name, bytes: await canvas.convertToBlob({ type: "image/png" }) };
  } catch {
    return file;
  }
}
