import { runError, usageError } from "./errors.ts";
import { nodeModule } from "./node-module.ts";
import { show } from "./options/show.ts";

/**
 * `writeAtomically`, with an error that says what to do. `elsewhere`: what to do where there are no files, in a browser.
 */
export async function writeFileWhole(path: string, content: Uint8Array | string, elsewhere?: string): Promise<void> {
  await expectFiles(path, elsewhere);
  try {
    const { writeAtomically } = await import("./files/write-atomically.ts");
    await writeAtomically(path, content);
  } catch (cause) {
    const inPlace = (cause as { inPlace?: true }).inPlace === true;
    throw await failure(
      path,
      "a file that can be written",
      cause,
      inPlace ? NEW_IS_THERE : "An earlier file there is untouched.",
    );
  }
}

const NEW_IS_THERE = "The new file is in its place, but a power failure may bring the earlier one back.";

/** The bytes of a file. `elsewhere`: what to do where there are no files, in a browser. */
export async function readFileWhole(path: string, elsewhere?: string): Promise<Uint8Array> {
  await expectFiles(path, elsewhere);
  try {
    const { readRegularFile } = await import("./files/read-regular-file.ts");
    return await readRegularFile(path);
  } catch (cause) {
    throw await failure(path, "a file that can be read", cause);
  }
}

/** The bytes of a file in order, piece by piece. */
export async function* readFileChunks(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  await expectFiles(path);
  try {
    const { fileChunks } = await import("./files/file-chunks.ts");
    yield* fileChunks(path, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw await failure(path, "a file that can be read", cause);
  }
}

/** The size of a file, and any part of it. */
export async function readFileParts(path: string): ReturnType<typeof import("./files/file-parts.ts").fileParts> {
  await expectFiles(path);
  try {
    const { fileParts } = await import("./files/file-parts.ts");
    return await fileParts(path);
  } catch (cause) {
    throw await failure(path, "a file that can be read", cause);
  }
}

/**
 * A file to append to from the byte `end` on; it and its folders are made where they are missing.
 * @param failed is told of each attempt to write that failed, with what can be said of it.
 */
export async function openAppended(
  path: string,
  end: number,
  failed: (error: Error) => void,
): Promise<import("./files/appended-file.ts").AppendedFile> {
  await expectFiles(path);
  const described = (cause: unknown) => failure(path, "a file that can be written", cause);
  try {
    const { dirname } = await nodeModule("node:path");
    const { makeFolder } = await import("./files/make-folder.ts");
    const { AppendedFile } = await import("./files/appended-file.ts");
    await makeFolder(dirname(path));
    return await AppendedFile.open(path, end, (cause) => void described(cause).then(failed));
  } catch (cause) {
    throw await described(cause);
  }
}

/** The names of what is in a folder, sorted; none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  await expectFiles(folder);
  const { readdir } = await nodeModule("node:fs/promises");
  try {
    return (await readdir(folder)).sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw await failure(folder, "a folder that can be read", cause);
  }
}

/** @throws a usage error for what is no path, and a run error where there are no files. */
async function expectFiles(path: unknown, elsewhere = "Do this in Node.js."): Promise<void> {
  if (typeof path !== "string" || path === "")
    throw usageError({ where: "path", expected: "the path of a file, as a string", received: show(path) });
  await nodeModule("node:fs/promises").catch((cause) => {
    throw runError({ where: path, expected: "files, in Node.js", received: "a browser", fix: elsewhere, cause });
  });
}

/** What the machine said of a file, as a run error with what to do. */
export async function failure(where: string, expected: string, cause: unknown, comfort = ""): Promise<Error> {
  const { FAILURES } = await import("./files/failures.ts");
  const { code = "", message = String(cause) } = cause as { code?: string; message?: string };
  const [received, advice] = FAILURES[code] ?? [message, "Choose another place."];
  const fix = [advice, comfort].filter((text) => text !== "").join(" ");
  return runError({ where, expected, received: FAILURES[code] ? `${received} (${code})` : received, fix, cause });
}
