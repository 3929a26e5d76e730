/** The modules of Node.js that the library uses outside its command line. */
interface NodeModules {
  "node:crypto": typeof import("node:crypto");
  "node:fs": typeof import("node:fs");
  "node:fs/promises": typeof import("node:fs/promises");
  "node:os": typeof import("node:os");
  "node:path": typeof import("node:path");
  "node:util": typeof import("node:util");
  "node:v8": typeof import("node:v8");
  "node:worker_threads": typeof import("node:worker_threads");
  "node:zlib": typeof import("node:zlib");
}

/**
 * A module of Node.js, loaded when it is needed. The name is a value, so that bundlers for browsers look for no such
 * module. Node.js gives it by `getBuiltinModule` (from 20.16 on) also where a test simulates a page and nothing can be
 * imported.
 * @throws an error where there is no Node.js.
 */
export async function nodeModule<Name extends keyof NodeModules>(name: Name): Promise<NodeModules[Name]> {
  const { process } = globalThis as { process?: NodeJS.Process };
  if (process?.versions?.node === undefined)
    throw new Error(`there is no ${name} here: files and downloads need Node.js`);
  const found: object =
    process.getBuiltinModule?.(name) ?? (await import(/* webpackIgnore: true */ /* @vite-ignore */ name));
  return found as NodeModules[Name];
}
