// @ts-check
/**
 * One thread of the engine: keeps an instance of each program over the shared memory, and runs its share of the steps
 * that it is told to. It has no imports, so that every bundler and runtime can load it as a worker.
 *
 * @typedef {{ kind: "start", memory: WebAssembly.Memory, thread: number, threads: number }
 *   | { kind: "load", program: number, module: WebAssembly.Module }
 *   | { kind: "run", program: number, steps: number }} Message
 */

const port = await (async () => {
  if (typeof process === "undefined" || !process.versions?.node) return globalThis;
  const { parentPort } = await import("node:worker_threads");
  return parentPort;
})();

/** @type {{ memory: WebAssembly.Memory, thread: number, threads: number } | undefined} */
let place;
/** @type {Map<number, (thread: number, threads: number, steps: number) => void>} */
const programs = new Map();

/** @param {Message} message */
function handle(message) {
  if (message.kind === "start") {
    place = message;
    return { kind: "ready" };
  }
  if (place === undefined) throw new Error("a thread is started before it is used");
  if (message.kind === "load") {
    const instance = new WebAssembly.Instance(message.module, { env: { memory: place.memory } });
    programs.set(message.program, /** @type {any} */ (instance.exports.run));
    return { kind: "ready" };
  }
  const run = programs.get(message.program);
  if (run === undefined) throw new Error(`program ${message.program} is not loaded`);
  run(place.thread, place.threads, message.steps);
  return { kind: "done" };
}

/** @param {Message} message */
function receive(message) {
  try {
    port?.postMessage(handle(message));
  } catch (error) {
    port?.postMessage({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

if (port !== null && "on" in port) port.on("message", receive);
else globalThis.addEventListener("message", (event) => receive(event.data));
