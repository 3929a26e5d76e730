import type { OwnData } from "../own-data.ts";
import { breather } from "./breather.ts";

/** So many files go to workers as they are. */
const FEW = 100;

/**
 * The same data, many files put into one: thousands of blobs would hold up the page whenever they go to a worker.
 * @param tell how many files were looked at.
 * @throws the reason of the signal.
 */
export async function packed(own: OwnData, tell?: (done: number) => void, signal?: AbortSignal): Promise<OwnData> {
  const { name, files } = own;
  if (files.length <= FEW) return own;
  const breathe = breather(signal);
  const parts: { path: string; size: number }[] = [];
  for (const { path, blob } of files) {
    parts.push({ path, size: blob.size }); // the browser asks the disk, and the page waits
    await breathe();
    tell?.(parts.length);
  }
  const pieces: Blob[] = [];
  for (let i = 0; i < files.length; i += FEW) {
    pieces.push(new Blob(files.slice(i, i + FEW).map(({ blob }) => blob)));
    await breathe();
  }
  // Files that were changed are others.
  return { ...own, files: [{ path: `${name} ${Date.now()}`, blob: new Blob(pieces) }], parts };
}

/** The files that were put into one. */
export function unpacked({ files, parts }: OwnData): OwnData["files"] {
  if (parts === undefined) return files;
  let end = 0;
  return parts.map(({ path, size }) => {
    end += size;
    return { path, blob: files[0].blob.slice(end - size, end) };
  });
}
