import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { isFile } from "./file-input.ts";
import { type NamedFile, type NamedFileInput, named } from "./named-file.ts";

/** What a folder can be given as: its path, in Node.js; or its files, as a page has them. */
export type FolderInput = string | Iterable<NamedFileInput>;

export const FILES = 'a list of Files or of { name: "cats/1.png", bytes }';

export const folderSchema = v.custom<FolderInput>((given) =>
  typeof given === "string" ? given !== "" : isFiles(given),
);

/** Whether it is a list, which no text can hold. */
export function isFiles(given: unknown): given is Iterable<unknown> {
  return typeof given === "object" && given !== null && !isFile(given) && Symbol.iterator in given;
}

/** The files of a list. @throws a usage error for an empty list, and for what is no file. */
export function namedFiles(where: string, given: Iterable<unknown>): NamedFile[] {
  const files = [...given].map((one): NamedFile => {
    const file = named(one);
    if (file !== undefined) return file;
    throw usageError({ where, expected: FILES, received: show(one) });
  });
  if (files.length > 0) return files;
  throw usageError({ where, expected: "at least one file", received: "an empty list", fix: "Choose a folder." });
}
