import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The folder of the package. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Longer than any child process of a test takes; not a measure of speed. */
export const PATIENCE = 120_000;

/** What a child process printed, and how it ended. */
export interface Ended {
  /** The exit code, or null where a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Builds dist/, also the lab, where a source is newer than it; test files that run at the same time build it once. */
export async function buildDist(): Promise<void> {
  const lock = join(ROOT, "node_modules", ".evenkeel-dist-lock");
  while (isStale(PACKAGE) || isStale(LAB)) {
    if (!acquired(lock)) {
      await setTimeout(100);
      continue;
    }
    try {
      for (const script of isStale(PACKAGE) ? ["build", "build-lab"] : ["build-lab"]) {
        const { code, stdout, stderr } = await runNode([`scripts/${script}.mjs`]);
        if (code !== 0) throw new Error(`dist/ could not be built:\n${stdout}${stderr}`);
      }
    } finally {
      rmdirSync(lock);
    }
  }
}

/** Runs Node.js, by default in the folder of the package, its outputs piped, until it ends by itself. */
export function runNode(
  args: readonly string[],
  { cwd = ROOT, env = {} }: { cwd?: string; env?: Readonly<Record<string, string | undefined>> } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26 };
    const child = execFile(process.execPath, args, options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

/** Runs statements in Node.js, to which the built package, imported by its own name, is known as `evenkeel`. */
export function runScript(statements: string): Promise<Ended> {
  return runNode(["--eval", `import("evenkeel").then(async (evenkeel) => {${statements}})`]);
}

const PACKAGE = { of: "src", built: "dist/bundle/index.js" };
const LAB = { of: "lab", built: "dist/lab/licenses.txt" }; // written last

function isStale({ of, built }: { of: string; built: string }): boolean {
  const since = statSync(join(ROOT, built), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return readdirSync(join(ROOT, of), { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.test)\.(tsx?|js|css|html)$/.test(file))
    .some((file) => (statSync(join(ROOT, of, file), { throwIfNoEntry: false })?.mtimeMs ?? 0) > since);
}

/** Whether the lock is ours now; one that a killed process left behind is broken. */
function acquired(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > PATIENCE) rmdirSync(lock);
    return false;
  }
}
