import { isPlainObject } from "../../options/plain-object.ts";
import { asBytes } from "./file-input.ts";

/** A file that a page or a program has, with its path. */
export interface NamedFile {
  path: string;
  /** Bytes stay bytes: to read them from a Blob takes as long as a disk does. */
  content: Blob | Uint8Array;
}

/** What such a file can be given as: a File, as a page has it, or its path with its bytes. */
export type NamedFileInput = File | NamedBytes;

/** A file's path, as in "cats/1.png", with its bytes. */
interface NamedBytes {
  /** The path. */
  name: string;
  /** What is in the file. */
  bytes: Uint8Array | ArrayBuffer | Blob;
}

/** Undefined for what is none. */
export function named(given: unknown): NamedFile | undefined {
  if (given instanceof Blob) {
    const { webkitRelativePath, name } = given as Partial<File>;
    const path = webkitRelativePath || name;
    return path ? { path: plain(path), content: given } : undefined;
  }
  if (!isPlainObject(given)) return undefined;
  const { name, bytes } = given;
  if (typeof name !== "string" || plain(name) === "") return undefined;
  if (bytes instanceof Blob) return { path: plain(name), content: bytes };
  const own = asBytes(bytes);
  return own && { path: plain(name), content: own };
}

function plain(path: string): string {
  return path
    .split(/[\\/]/)
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}
