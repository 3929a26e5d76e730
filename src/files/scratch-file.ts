import { nodeModule } from "../node-module.ts";
import { removeLeftovers, temporaryBeside } from "./temporary.ts";

type FileSystem = Awaited<ReturnType<typeof nodeModule<"node:fs/promises">>>;
type FileHandle = Awaited<ReturnType<FileSystem["open"]>>;

/** Gives back the space of files that nobody refers to any more and nobody closed. */
const forgotten = new FinalizationRegistry<FileHandle>((file) => void file.close().catch(() => {}));

/**
 * Bytes that are kept on the disk for a while, in the folder for temporary files of the system. The file loses its name as
 * soon as it is open, so its space is given back when it is closed, or when the process ends, whatever ends it.
 */
export class ScratchFile {
  readonly #file: FileHandle;
  #end = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
    forgotten.register(this, file, this);
  }

  /** @throws as the machine would. */
  static async open(): Promise<ScratchFile> {
    const { open, rm } = await nodeModule("node:fs/promises");
    const { tmpdir } = await nodeModule("node:os");
    const { join } = await nodeModule("node:path");
    const place = join(tmpdir(), "scratch");
    await removeLeftovers(place); // of processes that were killed before the file had lost its name
    const path = await temporaryBeside(place);
    const file = await open(path, "wx+", 0o600);
    try {
      await rm(path);
    } catch (error) {
      await file.close();
      await rm(path, { force: true });
      throw error;
    }
    return new ScratchFile(file);
  }

  /** Writes bytes at the end; gives where they begin. */
  async append(bytes: Uint8Array): Promise<number> {
    const at = this.#end;
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, at + done);
      done += bytesWritten;
    }
    this.#end += bytes.length;
    return at;
  }

  /** Fills an array with the bytes from a place on, which have been written. */
  async read(at: number, into: Uint8Array): Promise<void> {
    for (let done = 0; done < into.length; ) {
      const { bytesRead } = await this.#file.read(into, done, into.length - done, at + done);
      if (bytesRead === 0) throw new Error(`a temporary file ends at ${at + done}`);
      done += bytesRead;
    }
  }

  async close(): Promise<void> {
    forgotten.unregister(this);
    await this.#file.close();
  }
}
