import { nodeModule } from "../node-module.ts";
import { joinedBytes } from "./joined-bytes.ts";

/** Milliseconds that what was appended may wait for its way to the disk. */
const FLUSH_EVERY = 500;
/** Bytes that are kept for a disk that takes none. */
const MOST_WAITING = 2 ** 26;

/** What an `AppendedFile` asks of a file. */
export interface Appendable {
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesWritten: number }>;
  close(): Promise<void>;
}

/**
 * A file that grows. Nobody waits for the disk: what is appended is written in short intervals. Where that fails, as on a
 * full disk, it is kept and written later at the same place, so that the file never has a part of a record within it.
 */
export class AppendedFile {
  readonly #file: Appendable;
  readonly #failed: (error: unknown) => void;
  #end: number;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #lost = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** @param failed is told of every attempt to write that failed. */
  constructor(file: Appendable, end: number, failed: (error: unknown) => void) {
    this.#file = file;
    this.#end = end;
    this.#failed = failed;
  }

  /**
   * Opens a file to append to it; makes it if there is none.
   * @param end where to go on; what is there beyond is cut off.
   * @throws as the machine would.
   */
  static async open(path: string, end: number, failed: (error: unknown) => void): Promise<AppendedFile> {
    const { constants, open } = await nodeModule("node:fs/promises");
    const file = await open(path, constants.O_RDWR | constants.O_CREAT);
    try {
      if ((await file.stat()).size > end) await file.truncate(end);
      return new AppendedFile(file, end, failed);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  append(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_EVERY);
  }

  /** Writes what waits. Resolves when that was tried. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** Writes what waits, and closes the file. @returns whether the file has all that was appended. */
  async close(): Promise<boolean> {
    await this.flush();
    const isClosed = await this.#file.close().then(
      () => true,
      () => false, // some systems report here that what was written is lost
    );
    return isClosed && this.#bytes === 0 && !this.#lost;
  }

  async #write(): Promise<void> {
    const bytes = joinedBytes(this.#waiting);
    if (bytes.length === 0) return;
    [this.#waiting, this.#bytes] = [[], 0];
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#end + done);
        done += bytesWritten;
      }
      this.#end += bytes.length;
    } catch (error) {
      if (this.#bytes + bytes.length > MOST_WAITING) this.#lost = true;
      else {
        this.#waiting.unshift(bytes);
        this.#bytes += bytes.length;
      }
      this.#failed(error);
    }
  }
}
