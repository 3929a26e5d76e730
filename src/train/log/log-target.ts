import { usageError } from "../../errors.ts";

/** Where a log goes, and of which kind it is. */
export interface LogTarget {
  kind: "folder" | "tensorboard";
  path: string;
}

const PREFIX = "tensorboard:";
/** What looks like another kind of log; one letter is a drive. */
const OTHER = /^([a-z][a-z\d]+):/i;

/** What `log` asks for. @throws a usage error for a folder without a name, and for one that is named twice. */
export function logTargets(log: string | readonly string[]): LogTarget[] {
  const given = typeof log === "string" ? [log] : log;
  const targets = given.map((text): LogTarget => {
    if (!text.startsWith(PREFIX)) return { kind: "folder", path: text };
    return { kind: "tensorboard", path: text.slice(PREFIX.length) };
  });
  for (const [i, { kind, path }] of targets.entries()) {
    const other = kind === "folder" ? OTHER.exec(path)?.[1] : undefined;
    if (other !== undefined)
      throw usageError({
        where: "train: log",
        expected: 'a folder, or "tensorboard:" before one',
        received: JSON.stringify(given[i]),
        fix: `Name a folder of that name by its path: "./${path}".`,
      });
    if (path.trim() === "")
      throw usageError({
        where: "train: log",
        expected: `a folder, as in ${kind === "folder" ? '"runs/a"' : '"tensorboard:runs/a"'}`,
        received: JSON.stringify(given[i]),
      });
    if (targets.findIndex((other) => other.kind === kind && other.path === path) < i)
      throw usageError({ where: "train: log", expected: "each folder once", received: `${given[i]} twice` });
  }
  return targets;
}
