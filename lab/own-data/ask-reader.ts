import { texts } from "../texts/language.ts";
import type { FromReader, ToReader } from "./reader.ts";

type Answer = Exclude<FromReader, { kind: "progress" }>;

/**
 * Asks a worker that reads files; it ends with its answer, and its memory with it. When the signal ends it, there is none.
 * @param tell how many files were read.
 */
export function askReader(question: ToReader, signal: AbortSignal, tell?: (done: number) => void): Promise<Answer> {
  return new Promise((done) => {
    const worker = new Worker(new URL("./reader.js", import.meta.url), { type: "module" });
    const end = (answer: Answer) => {
      worker.terminate();
      done(answer);
    };
    worker.onmessage = ({ data }: MessageEvent<FromReader>) =>
      data.kind === "progress" ? tell?.(data.done) : end(data);
    worker.onerror = ({ message }) => end({ kind: "failed", message });
    worker.onmessageerror = () => end({ kind: "failed", message: texts().race.unreadable });
    signal.addEventListener("abort", () => worker.terminate());
    worker.postMessage(question);
  });
}
