import files from "node:fs/promises";

/** One call of the file system that fails: which one, counted from 0, and how. */
export interface Fault {
  call: number;
  code: string;
  /** Whether a write of a whole file leaves half of its bytes before it fails. */
  half?: boolean;
}

const OF_MODULE = ["open", "rename", "mkdir", "readdir", "lstat", "access"] as const;
const OF_FILE = ["writeFile", "write", "truncate", "sync", "close", "chmod"] as const;

/** Runs `work` with the calls of `node:fs/promises` counted, of which one fails; gives the names of all calls. */
export async function withFault(
  fault: Fault | undefined,
  work: () => Promise<unknown>,
  calls: string[] = [],
): Promise<string[]> {
  const fails = () => calls.length - 1 === fault?.call;
  const failure = () => Object.assign(new Error(`${fault?.code}: injected`), { code: fault?.code });
  const before = Object.fromEntries(OF_MODULE.map((name) => [name, files[name]]));
  for (const name of OF_MODULE) {
    const real = files[name] as (...args: unknown[]) => Promise<unknown>;
    Object.assign(files, {
      [name]: async (...args: unknown[]) => {
        calls.push(name);
        if (fails()) throw failure();
        const result = await real.apply(files, args);
        return name === "open" ? faulty(result as object) : result;
      },
    });
  }
  const faulty = (file: object) => {
    for (const name of OF_FILE) {
      const real = (file as Record<string, (...args: unknown[]) => Promise<unknown>>)[name];
      Object.assign(file, {
        [name]: async (...args: unknown[]) => {
          calls.push(name);
          if (!fails()) return real.apply(file, args);
          const [content] = args as (Uint8Array | string)[];
          if (name === "writeFile" && fault?.half)
            await real.call(file, (content as Uint8Array | string).slice(0, content.length / 2));
          if (name === "close") await real.call(file);
          throw failure();
        },
      });
    }
    return file;
  };
  try {
    await work();
  } finally {
    Object.assign(files, before);
  }
  return calls;
}
