import { errorText } from "../../error-text.ts";
import { EvenkeelError, runError } from "../../errors.ts";
import { aligned } from "../../plan/schedule/layout.ts";
import { MemoryShortage } from "../backend.ts";
import { showBytes } from "../show-bytes.ts";
import { BARRIER_END } from "./barrier.ts";

const PAGE = 65536;
/** What 32-bit addresses reach, less a page. */
export const MAXIMUM_PAGES = 65535;
/** 64 MB: where a platform has less, give up. */
const LEAST_PAGES = 1024;

/** In pages of 64 KiB. */
export interface MemoryLimits {
  initial: number;
  maximum: number;
  shared: boolean;
}

/** How the host reaches the engine's memory: directly, or through the worker that owns it. */
export interface MemoryAccess {
  readonly shared: boolean;
  /** Pages that it may grow to. */
  readonly maximum: number;
  grow(pages: number): Promise<void>;
  /** Lets `fill` write the bytes at `at`: into a buffer, from an offset. */
  write(at: number, bytes: number, fill: (buffer: ArrayBufferLike, offset: number) => void): Promise<void>;
  /** Lets `take` copy what it needs of the bytes at `at`. */
  read<T>(at: number, bytes: number, take: (buffer: ArrayBufferLike, offset: number) => T): Promise<T>;
}

/** Access to a memory that the calling thread has, shared or not. */
export function directAccess(memory: WebAssembly.Memory, { shared, maximum }: MemoryLimits): MemoryAccess {
  return {
    shared,
    maximum,
    async grow(pages) {
      memory.grow(pages);
    },
    // Views of earlier buffers end where memory ended then.
    write: async (at, _bytes, fill) => fill(memory.buffer, at),
    read: async (at, _bytes, take) => take(memory.buffer, at),
  };
}

/** Makes something with as much memory as the platform allows, which reserves addresses for all of it. */
export async function withLimits<T>(shared: boolean, make: (limits: MemoryLimits) => T | Promise<T>): Promise<T> {
  for (let maximum = MAXIMUM_PAGES; ; maximum = Math.floor(maximum / 2)) {
    try {
      return await make({ initial: 1, maximum, shared });
    } catch (cause) {
      if (cause instanceof EvenkeelError) throw cause; // a worker that could not be started
      if (maximum > LEAST_PAGES) continue;
      throw runError({
        where: "the engine's memory",
        expected: `a platform that reserves ${showBytes(maximum * PAGE)} of addresses`,
        received: errorText(cause),
        fix:
          "Close other devices and models (close()), or other tabs and programs. Under a limit of virtual memory " +
          "(ulimit -v) allow about 10 GB for each device, reserved addresses rather than used memory, " +
          "or run node --disable-wasm-trap-handler.",
        cause,
      });
    }
  }
}

/** The device's memory: allocated upwards, never freed, grown as needed. */
export class DeviceMemory {
  readonly access: MemoryAccess;
  #end = BARRIER_END;
  #pages = 1;

  constructor(access: MemoryAccess) {
    this.access = access;
  }

  /** Bytes that are left. */
  get free(): number {
    return this.access.maximum * PAGE - aligned(this.#end);
  }

  /** A place for some bytes, aligned to cache lines, zero at first. */
  async allocate(bytes: number, what: string): Promise<number> {
    this.check(bytes, what);
    const at = aligned(this.#end);
    // Vector kernels may write up to the next multiple of 64 bytes.
    const end = at + aligned(bytes);
    const missing = Math.ceil(end / PAGE) - this.#pages;
    if (missing > 0) await this.#growBy(missing, bytes, what);
    this.#end = end;
    return at;
  }

  /** @throws a run error if fewer bytes are left; `parts` says what they are for. */
  check(bytes: number, what: string, parts = ""): void {
    if (bytes <= this.free) return;
    const used = this.#end > BARRIER_END ? ` beside ${showBytes(this.#end)} in use` : "";
    throw runError({
      where: what,
      expected: `at most ${showBytes(this.free)}, which is what is left of the engine's memory${used}`,
      received: `${showBytes(bytes)}${parts}`,
      fix: "Use a smaller batch or a smaller model.",
      cause: new MemoryShortage(bytes, this.free),
    });
  }

  /** By a quarter of all memory at least, where the platform gives that, else as much as is missing: each time it grows, engines look for garbage. */
  async #growBy(missing: number, bytes: number, what: string): Promise<void> {
    const more = Math.min(Math.max(missing, Math.floor(this.#pages / 4)), this.access.maximum - this.#pages);
    await this.#grow(more, bytes, what).catch(() => this.#grow(missing, bytes, what));
  }

  async #grow(pages: number, bytes: number, what: string): Promise<void> {
    try {
      await this.access.grow(pages);
    } catch (cause) {
      if (cause instanceof EvenkeelError) throw cause; // a thread that died
      throw runError({
        where: what,
        expected: `${showBytes(bytes)} more memory from the platform, beside ${showBytes(this.#end)} in use`,
        received: errorText(cause),
        fix: "Use a smaller batch or a smaller model, or free some of the machine's memory.",
        cause: new MemoryShortage(bytes, 0, cause),
      });
    }
    this.#pages += pages;
  }
}
