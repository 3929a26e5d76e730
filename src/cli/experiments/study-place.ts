import { rm } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { checksum } from "../../files/checksum.ts";
import { writeFileWhole } from "../../files.ts";
import { VERSION } from "../../version.ts";
import type { Host } from "../host.ts";

/** How far a study came. */
interface Progress {
  /** Runs that ended. */
  done: number;
  total: number;
  /** Whether its report was written. */
  written: boolean;
}

/** Where the runs of a study are kept. */
export interface StudyPlace {
  /** Undefined where nothing can be written. */
  folder: string | undefined;
  /** Says how to go on; where all is done, a folder that nobody asked for is removed. */
  end(progress: Progress): Promise<void>;
}

/**
 * The folder that was asked for; by default one beside the report, with a name of its own for every study:
 * reports/compare-dropout-1c291ca3.study.
 * @param what what makes it this study, as JSON.
 */
export async function studyPlace(
  asked: string | undefined,
  report: string,
  what: unknown,
  host: Host,
): Promise<StudyPlace> {
  const folder = asked ?? (await writable(beside(report, what), host));
  return {
    folder,
    async end({ done, total, written }) {
      if (folder === undefined) return;
      if (done < total) host.err(`${done} of ${total} runs are kept in ${folder}. Go on: the same command.`);
      else if (asked === undefined && written) await rm(folder, { recursive: true, force: true }).catch(() => {});
    },
  };
}

function beside(report: string, what: unknown): string {
  const folder = /^\/(dev|proc)\//.test(report) ? "reports" : dirname(report);
  const sum = checksum(new TextEncoder().encode(JSON.stringify([VERSION, what])));
  return join(folder, `${basename(report, extname(report))}-${sum}.study`);
}

/** The folder, if a file can be written there; nobody asked for it, so the study goes on without. */
async function writable(folder: string, host: Host): Promise<string | undefined> {
  const trial = join(folder, ".trial");
  try {
    await writeFileWhole(trial, "");
    await rm(trial);
    return folder;
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    host.err(`Runs are not kept, so an interrupted study cannot go on. ${error.message}`);
    return undefined;
  }
}
