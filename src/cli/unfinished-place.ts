import { existsSync } from "node:fs";
import { rm, rmdir } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import type { BackendChoice } from "../backend/backend.ts";
import { EvenkeelError } from "../errors.ts";
import { checksum } from "../files/checksum.ts";
import { writeFileWhole } from "../files.ts";
import { VERSION } from "../version.ts";
import type { Host } from "./host.ts";

/** Where work is kept from which the same command goes on. */
export interface UnfinishedPlace {
  folder: string;
  /** The folder, if it was asked for or can be written to; else the work goes on without it, which is said. */
  writable(host: Host): Promise<string | undefined>;
  /** "7 of 20 runs are kept in reports/compare-dropout-1c291ca3.unfinished. Go on: the same command." */
  goOn(what: string): string;
  /** All is done, and the report is written: a folder that nobody asked for is removed. */
  end(): Promise<void>;
}

/**
 * The folder that was asked for; by default one beside the report, with a name of its own for all that makes the work
 * what it is.
 * @param what that, as JSON.
 * @param backend what computes it, where that was asked for: work on another one is other work, but for wasm, the default.
 */
export function unfinishedPlace(
  asked: string | undefined,
  report: string,
  what: unknown,
  backend: BackendChoice = "wasm",
): UnfinishedPlace {
  const folder = asked ?? beside(report, backend === "wasm" ? [what] : [what, backend]);
  const parent = dirname(folder);
  const isNew = !existsSync(parent);
  const remove = async () => {
    await rm(folder, { recursive: true, force: true });
    if (isNew) await rmdir(parent); // only if it is empty
  };
  return {
    folder,
    async writable(host) {
      if (asked !== undefined) return asked;
      const trial = join(folder, ".trial");
      try {
        await writeFileWhole(trial, "");
        await rm(trial);
        await rmdir(folder).catch(() => {}); // only if it is empty: nothing is left of work that does not begin
        if (isNew) await rmdir(parent).catch(() => {});
        return folder;
      } catch (error) {
        if (!(error instanceof EvenkeelError)) throw error;
        host.err(`Runs are not kept: an interrupted study begins again. ${error.message}`);
        return undefined;
      }
    },
    goOn: (what) => `${what} are kept in ${folder}. Go on: the same command.`,
    async end() {
      if (asked === undefined) await remove().catch(() => {});
    },
  };
}

function beside(report: string, what: readonly unknown[]): string {
  const folder = /^\/(dev|proc)\//.test(report) ? "reports" : dirname(report);
  const sum = checksum(JSON.stringify([VERSION, ...what]));
  return join(folder, `${basename(report, extname(report))}-${sum}.unfinished`);
}
