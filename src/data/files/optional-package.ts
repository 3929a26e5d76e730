import { usageError } from "../../errors.ts";

/**
 * A package that is installed only where it is needed. Its name is a value, so that bundlers do not look for it.
 * @param what it does, as "reads JPEG files".
 * @throws a usage error that says how it is installed, where it is not.
 */
export async function optionalPackage(name: string, where: string, what: string): Promise<object> {
  try {
    return await import(/* webpackIgnore: true */ /* @vite-ignore */ name);
  } catch (cause) {
    const text = `${(cause as Error)?.message}`;
    // A package that is there, and lacks what this platform would load, is not a missing one.
    if (
      /\.node\b/.test(text) ||
      !/ERR_MODULE_NOT_FOUND|Cannot find|Failed to (load|resolve)|module specifier/.test(
        `${(cause as { code?: string })?.code} ${text}`,
      )
    )
      throw cause;
    throw usageError({
      where,
      expected: `the package ${name}, which ${what}`,
      received: "none that is installed",
      fix: `Run npm install ${name}.`,
      cause,
    });
  }
}
