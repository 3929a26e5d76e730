import * as v from "valibot";
import { count, custom, functionOption, type Option, optional, positive, signalOption } from "../../options.ts";
import type { DownloadProgress } from "./download.ts";
import { type FolderInput, folderSchema } from "./folder-input.ts";

const folder = custom(v.pipe(v.string(), v.nonEmpty()), undefined, "a folder");
export const IDX_OPTIONS = {
  directory: optional(
    custom<FolderInput | undefined>(
      folderSchema,
      undefined,
      "a folder, or a list of its Files or of { name, bytes }",
      "a folder with the four files, plain or as .gz; by default they are downloaded",
    ),
  ),
  cache: optional({
    ...folder,
    doc: "a folder that files are downloaded to and looked for first; needed without `directory`; by default that of the command line, elsewhere none",
  }),
  validation: count(0, "training samples held out for validation, with classes in proportion", 0),
  seed: count(1, "which samples are held out", 0),
  mirrors: optional(
    custom<readonly string[]>(
      v.array(v.string()),
      undefined,
      "a list of URLs",
      "folders that are tried in turn; by default the known ones",
    ),
  ),
  stallAfter: positive(30_000, "milliseconds in which a server must send at least a kilobyte, or the end of the file"),
};

/** What a program may give besides. */
export const DOWNLOAD_HOST = {
  fetch: optional(functionOption("downloads; by default the fetch of the platform") as Option<typeof fetch>),
  signal: optional(signalOption("what ends the work early; none by default") as Option<AbortSignal>),
  onProgress: optional(
    functionOption("is called as bytes arrive; none by default") as Option<(progress: DownloadProgress) => void>,
  ),
};
