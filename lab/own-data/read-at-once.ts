import type { OwnData } from "../own-data.ts";
import { unpacked } from "./packed.ts";

/** Bytes that are read at a time, and that are kept in all. */
const [AT_A_TIME, MOST] = [2 ** 20, 2 ** 28];

/** A file, read or to be read. */
export interface ReadFile {
  name: string;
  bytes: Blob | Uint8Array;
}

/**
 * The files of a folder. Those that were put into one are read many at a time, since for each one the browser would be asked;
 * where they are too much for memory, each is read in its turn.
 * @param tell how many were read.
 */
export async function readAtOnce(own: OwnData, tell?: (done: number) => void): Promise<ReadFile[]> {
  const { files, parts } = own;
  const [{ blob: whole }] = files;
  if (parts === undefined || whole.size > MOST)
    return unpacked(own).map(({ path, blob }) => ({ name: path, bytes: blob }));
  const read: ReadFile[] = [];
  for (let start = 0; read.length < parts.length; ) {
    let [count, size] = [0, 0];
    for (const part of parts.slice(read.length)) {
      if (count > 0 && size + part.size > AT_A_TIME) break;
      [count, size] = [count + 1, size + part.size];
    }
    const bytes = new Uint8Array(await whole.slice(start, start + size).arrayBuffer());
    let end = 0;
    for (const { path, size } of parts.slice(read.length, read.length + count)) {
      end += size;
      read.push({ name: path, bytes: bytes.subarray(end - size, end) });
    }
    start += size;
    tell?.(read.length);
  }
  return read;
}
