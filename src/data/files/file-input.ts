import * as v from "valibot";
import { custom, optional } from "../../options.ts";
import { typeName } from "../stored-numbers.ts";
import { nameOf } from "./name-of.ts";

/** What a file can be given as: its path, in Node.js; or what a page has of it. */
export type FileInput = string | Blob | Uint8Array | ArrayBuffer | ReadableStream<Uint8Array>;

const schema = v.custom<FileInput>((given) => (typeof given === "string" ? given !== "" : isFile(given)));
const OR = ", or its File, Blob, bytes or stream";

/** An option that is a file, as `accepts` says it. */
export const fileOption = (accepts: string, doc: string) => custom<FileInput>(schema, undefined, accepts + OR, doc);
/** The same of a file that need not be given. */
export const fileOptionOrNone = (accepts: string, doc: string) =>
  optional(custom<FileInput | undefined>(schema, undefined, accepts + OR, doc));

/** Whether it is a file itself, which no text can hold. */
export function isFile(given: unknown): given is Exclude<FileInput, string> {
  return given instanceof Blob || given instanceof ReadableStream || asBytes(given) !== undefined;
}

/** Undefined for what is no bytes. */
export function asBytes(given: unknown): Uint8Array | undefined {
  if (typeName(given) === "Uint8Array") return given as Uint8Array;
  const isBuffer = Object.prototype.toString.call(given) === "[object ArrayBuffer]"; // of any realm
  return isBuffer ? new Uint8Array(given as ArrayBuffer) : undefined;
}

/** What errors call a file: its path, the name of a File, or what it is for. */
export function whereOf(file: FileInput, what: string): string {
  if (typeof file === "string") return file;
  return (file instanceof Blob && (file as Partial<File>).name) || what;
}

/** What a dataset of a file is called. */
export function fileNameOf(file: FileInput, otherwise: string): string {
  return nameOf(whereOf(file, otherwise));
}
