/**
 * Lets calls fail when a device is lost, or closed: some of its own promises never settle then. A call leaves nothing behind
 * here once it is done. (Of a race with the promise of the loss, which is pending for as long as the device lives, each result would be kept.)
 */
export class UntilLost {
  readonly #waiting = new Set<(error: Error) => void>();
  #gone: Error | undefined;

  constructor(lost: Promise<GPUDeviceLostInfo>, errorOf: (info: GPUDeviceLostInfo) => Error) {
    void lost.then((info) => {
      this.#gone = errorOf(info);
      for (const fail of this.#waiting) fail(this.#gone);
    });
  }

  /** What the work gives, or the error of the loss. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#gone !== undefined) throw this.#gone;
    let fail: (error: Error) => void = () => {};
    const gone = new Promise<never>((_, reject) => {
      fail = reject;
    });
    this.#waiting.add(fail);
    try {
      return await Promise.race([gone, work()]);
    } finally {
      this.#waiting.delete(fail);
    }
  }
}
