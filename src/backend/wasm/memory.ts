import { runError } from "../../errors.ts";
import { aligned } from "../../plan/layout.ts";
import { BARRIER_END } from "./barrier.ts";

const PAGE = 65536;
/** What 32-bit addresses reach, less a page. */
export const MAXIMUM_PAGES = 65535;

/** The device's memory: allocated upwards, never freed, grown as needed. */
export class DeviceMemory {
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  #end = BARRIER_END;

  constructor(shared: boolean) {
    this.shared = shared;
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES, shared });
  }

  /** A place for some bytes, aligned to cache lines, zero at first. */
  allocate(bytes: number, what: string): number {
    const at = aligned(this.#end);
    // Vector kernels may write up to the next multiple of 64 bytes.
    const end = at + aligned(bytes);
    const missing = Math.ceil(end / PAGE) - this.memory.buffer.byteLength / PAGE;
    if (missing > 0) this.#grow(missing, bytes, what);
    this.#end = end;
    return at;
  }

  /** The memory as it is now; views of earlier buffers end where memory ended then. */
  get buffer(): ArrayBufferLike {
    return this.memory.buffer;
  }

  #grow(pages: number, bytes: number, what: string): void {
    try {
      this.memory.grow(pages);
    } catch (cause) {
      const free = MAXIMUM_PAGES * PAGE - this.#end;
      throw runError({
        where: what,
        expected: `at most ${showBytes(free)}, which is what is left of the engine's memory`,
        received: showBytes(bytes),
        fix: "Use a smaller batch or a smaller model.",
        cause,
      });
    }
  }
}

export function showBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
