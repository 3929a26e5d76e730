/** What the host asks of a thread of the engine. */
export type Command =
  | { kind: "start"; memory: WebAssembly.Memory; thread: number }
  /** With a memory of its own in place of a shared one. */
  | { kind: "start alone"; limits: WebAssembly.MemoryDescriptor }
  | { kind: "load"; program: number; module: WebAssembly.Module }
  | { kind: "run"; program: number; steps: number; threads: number }
  | { kind: "grow"; pages: number }
  | { kind: "write"; at: number; data: ArrayBuffer }
  | { kind: "read"; at: number; bytes: number };

/** A thread that refuses can go on; one that failed cannot. */
export type Reply = { kind: "done"; data?: ArrayBuffer } | { kind: "refused" | "failed"; message: string };

interface Port {
  onmessage: ((event: MessageEvent<Command>) => void) | null;
  postMessage(reply: Reply, transfer: ArrayBuffer[]): void;
}

/**
 * One thread of the engine: keeps an instance of each program over the memory, and runs its share of the steps it is
 * asked for. A worker is started from the text of this function, so that no bundler has to find a file: nothing in it may
 * come from outside, and no function in it has a name, since bundlers that keep names call a helper for each.
 */
export function thread(port: Port): void {
  let memory: WebAssembly.Memory | undefined;
  let place = 0;
  const programs = new Map<number, (thread: number, threads: number, steps: number) => void>();

  port.onmessage = ({ data: command }) => {
    try {
      let data: ArrayBuffer | undefined;
      if (command.kind === "start") {
        memory = command.memory;
        place = command.thread;
      } else if (command.kind === "start alone") {
        memory = new WebAssembly.Memory(command.limits);
      } else if (memory === undefined) {
        throw new Error("a thread is started before it is used");
      } else if (command.kind === "load") {
        const { run } = new WebAssembly.Instance(command.module, { env: { memory } }).exports;
        programs.set(command.program, run as (thread: number, threads: number, steps: number) => void);
      } else if (command.kind === "run") {
        const run = programs.get(command.program);
        if (run === undefined) throw new Error(`program ${command.program} is not loaded`);
        run(place, command.threads, command.steps);
      } else if (command.kind === "grow") {
        memory.grow(command.pages);
      } else if (command.kind === "write") {
        new Uint8Array(memory.buffer).set(new Uint8Array(command.data), command.at);
      } else {
        data = memory.buffer.slice(command.at, command.at + command.bytes) as ArrayBuffer;
      }
      if (data === undefined) port.postMessage({ kind: "done" }, []);
      else port.postMessage({ kind: "done", data }, [data]);
    } catch (error) {
      const kind = command.kind === "grow" || command.kind === "start alone" ? "refused" : "failed";
      port.postMessage({ kind, message: error instanceof Error ? error.message : String(error) }, []);
    }
  };
}
