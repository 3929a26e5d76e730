import * as v from "valibot";
import type { BackendName } from "../../backend/backend.ts";
import { backendNames, openDevice } from "../../backend/open.ts";
import { EvenkeelError, usageError } from "../../errors.ts";
import { namesIn, readFileWhole, writeFileWhole } from "../../files.ts";
import { sayOnce } from "../../say-once.ts";

const FILE = "backend.json";
const choice = v.object({ backend: v.picklist(backendNames) });

/**
 * What "auto" has chosen for the cures in a folder; undefined where it has not, or where that cannot be read.
 * @throws a usage error where it is a GPU that is not here: all runs of a cure are on one backend.
 */
export async function keptChoice(folder: string): Promise<BackendName | undefined> {
  if (!(await namesIn(folder)).includes(FILE)) return undefined;
  const text = new TextDecoder().decode(await readFileWhole(`${folder}/${FILE}`));
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), choice), text);
  if (!read.success) return undefined;
  const { backend } = read.output;
  if (backend === "webgpu") await demandGpu(folder);
  return backend;
}

async function demandGpu(folder: string): Promise<void> {
  try {
    await (await openDevice({ backend: "webgpu" })).close();
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    throw usageError({
      where: "cure: checkpoint",
      expected: `a GPU, by which the cure in ${folder} was begun`,
      received: error.facts.received,
      fix: "Choose another folder, or remove this one.",
      cause: error,
    });
  }
}

/** Keeps what "auto" has chosen, for the same call; where that fails, the cure goes on. */
export async function keepChoice(folder: string, backend: BackendName): Promise<void> {
  await writeFileWhole(`${folder}/${FILE}`, `${JSON.stringify({ backend })}\n`).catch((error: Error) => {
    sayOnce([`What computes the cure could not be kept; it goes on. ${error.message}`]);
  });
}
