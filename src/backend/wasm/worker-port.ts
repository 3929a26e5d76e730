/** A worker, in Node.js and in browsers alike. */
export interface WorkerPort {
  post(message: unknown): void;
  /** A busy worker keeps a Node.js process alive, an idle one does not. */
  busy(isBusy: boolean): void;
  terminate(): Promise<void>;
}

export interface WorkerEvents {
  message(data: unknown): void;
  /** The worker broke or ended unasked. */
  failure(reason: string): void;
}

export async function openWorker(url: URL, events: WorkerEvents): Promise<WorkerPort> {
  return isNode() ? openNodeWorker(url, events) : openWebWorker(url, events);
}

export function isNode(): boolean {
  return typeof process !== "undefined" && process.versions?.node !== undefined;
}

async function openNodeWorker(url: URL, { message, failure }: WorkerEvents): Promise<WorkerPort> {
  const { Worker } = await import("node:worker_threads");
  const worker = new Worker(url, { execArgv: [] }); // flags of the process are not meant for a file
  let closing = false;
  worker.on("message", message);
  worker.on("error", (error) => failure(error.message));
  worker.on("exit", (code) => {
    if (!closing) failure(`it exited with code ${code}`);
  });
  return {
    post: (data) => worker.postMessage(data),
    busy: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    async terminate() {
      closing = true;
      await worker.terminate();
    },
  };
}

async function openWebWorker(url: URL, { message, failure }: WorkerEvents): Promise<WorkerPort> {
  const worker = new Worker(url, { type: "module" });
  worker.addEventListener("message", (event) => message(event.data));
  worker.addEventListener("error", (event) => failure(event.message || "it could not be loaded"));
  return {
    post: (data) => worker.postMessage(data),
    busy: () => {},
    terminate: async () => worker.terminate(),
  };
}
