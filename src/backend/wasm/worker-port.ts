import { nodeModule } from "../../node-module.ts";
import { type Command, type Reply, thread } from "./thread.ts";

/** A worker that runs `thread`, in Node.js or in a browser. */
export interface WorkerPort {
  post(command: Command, transfer?: ArrayBuffer[]): void;
  /** A busy worker keeps a Node.js process alive, an idle one does not. */
  busy(isBusy: boolean): void;
  terminate(): Promise<void>;
}

export interface WorkerEvents {
  reply(reply: Reply): void;
  /** The worker failed, or ended without being asked to. */
  failure(reason: string): void;
}

export async function openWorker(events: WorkerEvents): Promise<WorkerPort> {
  return isNode() ? openNodeWorker(events) : openWebWorker(events);
}

export function isNode(): boolean {
  return typeof process !== "undefined" && process.versions?.node !== undefined;
}

/** Whether there are workers at all, and they may be started: under Node.js' permissions that takes --allow-worker. */
export function hasWorkers(): boolean {
  if (!isNode()) return typeof Worker !== "undefined";
  const { permission } = process as { permission?: { has(what: string): boolean } };
  return permission?.has("worker") ?? true;
}

/** The program of a worker that talks through `port`. */
const programOn = (port: string) => `(${thread})(${port});`;

async function openNodeWorker({ reply, failure }: WorkerEvents): Promise<WorkerPort> {
  const { Worker } = await nodeModule("node:worker_threads");
  const program = programOn('require("node:worker_threads").parentPort');
  const worker = new Worker(program, { eval: true, execArgv: [] }); // the flags of the process are not for it
  let closing = false;
  worker.on("message", reply);
  worker.on("messageerror", (error) => failure(error.message));
  worker.on("error", (error) => failure(error.message));
  worker.on("exit", (code) => {
    if (!closing) failure(`it exited with code ${code}`);
  });
  return {
    post: (command, transfer = []) => worker.postMessage(command, transfer),
    busy: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    async terminate() {
      closing = true;
      await worker.terminate();
    },
  };
}

/** Where browsers find the program; made once per page. */
let address: string | undefined;

async function openWebWorker({ reply, failure }: WorkerEvents): Promise<WorkerPort> {
  address ??= URL.createObjectURL(new Blob([programOn("self")], { type: "text/javascript" }));
  const worker = new Worker(address);
  worker.addEventListener("message", (event) => reply(event.data));
  worker.addEventListener("messageerror", () => failure("it received a message it could not deserialize"));
  worker.addEventListener("error", (event) =>
    failure(event.message || "it could not be started; a Content-Security-Policy must allow worker-src blob:"),
  );
  return {
    post: (command, transfer = []) => worker.postMessage(command, transfer),
    busy: () => {},
    terminate: async () => worker.terminate(),
  };
}
