import type { FromWorker, ToWorker } from "../protocol.ts";
import { texts } from "../texts/language.ts";
import { reasonText } from "./reason-text.ts";

/** What a race needs of a worker. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  postMessage(message: ToWorker, transfer?: Transferable[]): void;
  terminate(): void;
}

type Question = Extract<ToWorker, { question: number }>;
type Answer<K> = Extract<FromWorker, { kind: K extends "save" ? "saved" : K }>;
/** A question without its number. */
type Asked<K> = { kind: K } & Omit<Extract<ToWorker, { question: number; kind: K }>, "question" | "kind">;

/** Milliseconds from one sign of life that is asked for to the next, and how many of them may be missing. */
const [PING_EVERY, MISSING] = [5000, 6];

/** The worker of one side: what is asked of it is answered, or refused in words, also where it dies or hangs. */
export class Lane {
  readonly #worker: WorkerLike;
  readonly #failed: (message: string) => void;
  readonly #waiting = new Map<number, { resolve(answer: FromWorker): void; reject(error: Error): void }>();
  #questions = 0;
  #watch: ReturnType<typeof setInterval> | undefined;
  #missing = 0;
  #closed = false;

  constructor(worker: WorkerLike, heard: (message: FromWorker) => void, failed: (message: string) => void) {
    this.#worker = worker;
    this.#failed = failed;
    worker.onmessage = ({ data }) => {
      if (this.#closed) return;
      this.#missing = 0;
      if ("question" in data) this.#answered(data);
      else if (data.kind !== "pong") heard(data);
    };
    worker.onerror = (event) => this.#die(texts().race.died(event.message ?? ""));
    worker.onmessageerror = () => this.#die(texts().race.unreadable);
  }

  tell(message: Exclude<ToWorker, Question>): void {
    this.#worker.postMessage(message);
  }

  async ask<K extends Question["kind"]>(question: Asked<K>): Promise<Answer<K>> {
    const number = ++this.#questions;
    if (this.#closed) throw new Error(texts().race.gone);
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve: resolve as (answer: FromWorker) => void, reject });
      this.#worker.postMessage({ ...question, question: number } as unknown as Question);
    });
  }

  /** Whether it is to be watched: a worker that hangs says nothing. */
  watch(on: boolean): void {
    if (on === (this.#watch !== undefined)) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
    this.#missing = 0;
    if (!on || this.#closed) return;
    this.#watch = setInterval(() => {
      if (++this.#missing > MISSING) this.#die(texts().race.hangs((PING_EVERY * MISSING) / 1000));
      else this.#worker.postMessage({ kind: "ping" });
    }, PING_EVERY);
  }

  close(): void {
    if (this.#closed) return;
    this.watch(false);
    this.#closed = true;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Error(texts().race.gone));
    this.#waiting.clear();
  }

  #answered(answer: Extract<FromWorker, { question: number }>): void {
    const waiting = this.#waiting.get(answer.question);
    this.#waiting.delete(answer.question);
    if (answer.kind === "refused") waiting?.reject(new Error(reasonText(answer.reason)));
    else waiting?.resolve(answer);
  }

  #die(message: string): void {
    if (this.#closed) return;
    this.close();
    this.#failed(message);
  }
}
