import os from "node:os";

/** What a reader has to know of the machine, without its name. @param {Date} date */
export function describeMachine(date) {
  return {
    date: date.toISOString().slice(0, 10),
    processor: os.cpus()[0]?.model.trim() ?? "unknown processor",
    cores: os.availableParallelism(),
    system: `${os.type()} ${os.arch()}, Node.js ${process.version}, V8 ${process.versions.v8}`,
  };
}

/** The average load of the last minute. */
export function loadNow() {
  return os.loadavg()[0];
}
