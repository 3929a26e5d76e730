import type { BackendName } from "../../backend/backend.ts";
import { backendNames } from "../../backend/open.ts";
import { KeptRuns } from "./kept-runs.ts";

/** The backend of the runs that a folder keeps; undefined where it keeps none. */
export async function keptBackend(folder: string): Promise<BackendName | undefined> {
  const there = await KeptRuns.identityIn(folder);
  return backendNames.find((name) => name === there?.backend);
}
