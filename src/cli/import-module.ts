import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { usageError } from "../errors.ts";

/** What a user's module exports. @throws a usage error for one that cannot be imported. */
export async function importModule(file: string, where: string, expected: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  } catch (cause) {
    throw usageError({ where, expected, received: cause instanceof Error ? cause.message : String(cause), cause });
  }
}
