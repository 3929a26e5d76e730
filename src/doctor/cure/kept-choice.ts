import type { BackendName } from "../../backend/backend.ts";
import { backendNames, openDevice } from "../../backend/open.ts";
import { EvenkeelError, usageError } from "../../errors.ts";
import { namesIn, readFileWhole, writeFileWhole } from "../../files.ts";
import { sayOnce } from "../../say-once.ts";

const FILE = "backend.json";
const textOf = (backend: BackendName) => `${JSON.stringify({ backend })}\n`;

/**
 * What "auto" has chosen for the cures in a folder; undefined where it has not, or where that cannot be read.
 * @throws a usage error where it is a GPU that is not here: all runs of a cure are on one backend.
 */
export async function keptChoice(folder: string): Promise<BackendName | undefined> {
  if (!(await namesIn(folder)).includes(FILE)) return undefined;
  const text = new TextDecoder().decode(await readFileWhole(`${folder}/${FILE}`));
  const backend = backendNames.find((name) => text === textOf(name));
  try {
    if (backend === "webgpu") await (await openDevice({ backend })).close();
    return backend;
  } catch (cause) {
    if (!(cause instanceof EvenkeelError)) throw cause;
    throw usageError({
      where: "cure: checkpoint",
      expected: `a GPU, by which the cure in ${folder} was begun`,
      received: cause.facts.received,
      fix: "Choose another folder, or remove this one.",
      cause,
    });
  }
}

/** Keeps what "auto" has chosen, for the same call; where that fails, the cure goes on. */
export async function keepChoice(folder: string, backend: BackendName): Promise<void> {
  await writeFileWhole(`${folder}/${FILE}`, textOf(backend)).catch((error: Error) => {
    sayOnce([`What computes the cure is not kept. ${error.message}`]);
  });
}
