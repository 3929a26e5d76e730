/** Milliseconds of work between two frames. */
const MOST = 8;

/** Lets the page go on when what is under way has taken too long for one frame; asked often. */
export function breather(signal?: AbortSignal): () => Promise<void> {
  let since = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - since < MOST) return;
    await new Promise((done) => setTimeout(done));
    signal?.throwIfAborted();
    since = performance.now();
  };
}
