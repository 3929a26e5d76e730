// A peer in a process of its own, so that it can neither disturb another nor hang the run.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export class Child {
  #process;
  #waiting;
  #ended;
  #errors = "";

  constructor(command, args, env = {}) {
    this.#process = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
    this.#process.stdin.on("error", () => {}); // its exit says why
    this.#process.stderr.on("data", (chunk) => {
      this.#errors = (this.#errors + chunk).slice(-4000);
    });
    this.#process.on("error", (error) => this.#end(error.message));
    this.#process.on("exit", (code, signal) => this.#end(`it ended with ${signal ?? code}: ${lastLine(this.#errors)}`));
    createInterface({ input: this.#process.stdout }).on("line", (line) => {
      const { result, error } = JSON.parse(line);
      this.#process.kill("SIGSTOP");
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(error));
    });
  }

  /** Why it is no more, if it is not. */
  get ended() {
    return this.#ended;
  }

  /**
   * Asks, and waits for the answer; a peer that takes longer than `limit` seconds is ended. In between it is stopped, so
   * that neither threads that spin after their work nor a collection of garbage takes time from another's sample.
   */
  ask(request, limit) {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(new Error(this.#ended));
        return;
      }
      const timer = setTimeout(() => {
        this.#end(`nothing within ${limit} s`);
        this.#process.kill("SIGKILL");
      }, limit * 1000);
      const settled = (settle) => (value) => {
        clearTimeout(timer);
        settle(value);
      };
      this.#waiting = { resolve: settled(resolve), reject: settled(reject) };
      this.#process.kill("SIGCONT");
      this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  close() {
    this.#end("it was closed");
    this.#process.kill("SIGKILL");
  }

  #end(reason) {
    this.#ended ??= reason;
    this.#waiting?.reject(new Error(this.#ended));
    this.#waiting = undefined;
  }
}

function lastLine(text) {
  return text.trim().split("\n").at(-1) ?? "";
}
