/** Work that stops now and then: each `yield` is a place at which it may. */
export type Stages<T> = Generator<void, T>;

/** Milliseconds of work after which others get a turn: less than a frame of a page. */
const TURN = 8;

/** Does the work in turns with whatever else waits on this thread: a page stays responsive, signals arrive. */
export async function inTurns<T>(stages: Stages<T>): Promise<T> {
  let started = performance.now();
  for (;;) {
    const { done, value } = stages.next();
    if (done) return value;
    if (performance.now() - started < TURN) continue;
    await othersTurn();
    started = performance.now();
  }
}

/** When all that waits had its turn. A timer would take a millisecond more, and in browsers, after the first few, four. */
function othersTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }
  });
}

/** Does all of the work at once. */
export function atOnce<T>(stages: Stages<T>): T {
  for (;;) {
    const { done, value } = stages.next();
    if (done) return value;
  }
}
