import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { errorText } from "../error-text.ts";
import { usageError } from "../errors.ts";

/** What a user's module exports. @throws a usage error for one that cannot be imported. */
export async function importModule(file: string, where: string, expected: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  } catch (cause) {
    const received = errorText(cause);
    const isUnread = (cause as { code?: unknown } | undefined)?.code === "ERR_UNKNOWN_FILE_EXTENSION";
    throw usageError({ where, expected, received, cause, ...(isUnread && /ts$/.test(file) ? { fix: FIX_TS } : {}) });
  }
}

/** Node.js reads types from 22.18 on. */
const FIX_TS =
  "Use Node.js 22.18 or later, which reads TypeScript, or load tsx: NODE_OPTIONS='--import tsx'; or write it as .mjs.";
