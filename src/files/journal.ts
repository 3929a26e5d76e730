import { failure, readFileWhole, writeFileWhole } from "../files.ts";
import { nodeModule } from "../node-module.ts";
import { checksum } from "./checksum.ts";
import { failureOf } from "./failures.ts";

const encoder = new TextEncoder();
const LINE = /^\{"crc32":"([\da-f]{8})","row":(.*)\}$/;

/** What a journal asks of a file that is open to append to. */
export interface JournalFile {
  write(bytes: Uint8Array): Promise<{ bytesWritten: number }>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What a journal had when it was opened. */
export interface Found {
  rows: unknown[];
  /** The numbers of lines that are damaged, or have no end. */
  damaged: number[];
}

/**
 * A file of JSON Lines that only grows, one row a line, each with its checksum: `{"crc32":"…","row":{…}}`. A row is on the disk
 * once `append` has ended. Where the disk refuses it, it is written with the next one; a line that was written by half
 * stands alone, is known as damaged, and spoils no other.
 */
export class Journal {
  readonly #file: JournalFile;
  readonly #failed: (error: unknown) => void;
  #waiting: string[] = [];
  #torn = false;
  #writing: Promise<void> = Promise.resolve();

  /** @param failed is told of each attempt to write that failed. */
  constructor(file: JournalFile, failed: (error: unknown) => void) {
    this.#file = file;
    this.#failed = failed;
  }

  /**
   * Opens a journal to append to; makes it if there is none. Damaged lines are removed from it.
   * @throws a run error for a file that cannot be read or written.
   */
  static async open(path: string, failed: (error: unknown) => void): Promise<{ journal: Journal } & Found> {
    const { access, open } = await nodeModule("node:fs/promises");
    const there = await access(path).then(
      () => true,
      () => false,
    );
    const found = there ? rowsOf(new TextDecoder().decode(await readFileWhole(path))) : { rows: [], damaged: [] };
    if (!there || found.damaged.length > 0) await writeFileWhole(path, found.rows.map(lineOf).join(""));
    const file = await open(path, "a").catch(async (cause) => {
      throw await failure(path, "a file that can be written", cause);
    });
    const appended = {
      write: (bytes: Uint8Array) => file.write(bytes),
      sync: () => file.datasync(),
      close: () => file.close(),
    };
    return { journal: new Journal(appended, failed), ...found };
  }

  /** Writes a row. Ends when that was tried, with all that waited. */
  append(row: unknown): Promise<void> {
    this.#waiting.push(lineOf(row));
    this.#writing = this.#writing.then(() => this.#write()).catch(this.#failed);
    return this.#writing;
  }

  /** Writes what waits, and closes the file. @returns how many rows the disk did not take. */
  async close(): Promise<number> {
    await this.#writing;
    await this.#write().catch(this.#failed);
    await this.#file.close().catch(this.#failed);
    return this.#waiting.length;
  }

  async #write(): Promise<void> {
    for (const line of [...this.#waiting]) {
      const bytes = encoder.encode(this.#torn ? `\n${line}` : line);
      const { bytesWritten } = await this.#file.write(bytes);
      this.#torn = bytesWritten < bytes.length;
      if (this.#torn) throw failureOf("ENOSPC");
      await this.#file.sync();
      this.#waiting.shift();
    }
  }
}

/** The rows of a journal, and the lines that are none. */
export function rowsOf(text: string): Found {
  const [rows, damaged]: [unknown[], number[]] = [[], []];
  const lines = text.split("\n");
  lines.forEach((line, i) => {
    const [, sum, row] = LINE.exec(line) ?? [];
    const ended = i < lines.length - 1;
    if (ended && row !== undefined && checksum(row) === sum) rows.push(JSON.parse(row));
    else if (line !== "") damaged.push(i + 1);
  });
  return { rows, damaged };
}

function lineOf(row: unknown): string {
  const text = JSON.stringify(row);
  return `{"crc32":"${checksum(text)}","row":${text}}\n`;
}
