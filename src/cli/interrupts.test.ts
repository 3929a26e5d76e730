import { afterEach, expect, test, vi } from "vitest";
import { interrupts } from "./interrupts.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const others = SIGNALS.map((signal) => process.listeners(signal));
const exit = vi.spyOn(process, "exit").mockImplementation((() => {}) as never);
afterEach(() => {
  SIGNALS.forEach((signal, i) => {
    for (const listener of process.listeners(signal))
      if (!others[i].includes(listener)) process.removeListener(signal, listener);
  });
  exit.mockClear();
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s aborts, and as a second signal ends the process with %i", (signal, code) => {
  const said: string[] = [];
  const first = signal === "SIGHUP" ? "SIGTERM" : signal;
  const aborted = interrupts({ env: {}, say: (text) => said.push(text) });
  process.emit(first, first);
  expect([aborted.aborted, said.length, exit.mock.calls]).toEqual([true, 1, []]);
  process.emit(signal, signal);
  expect(exit.mock.calls).toEqual([[code]]);
});

test("takes no echo for a second signal: of a closing terminal, or of npm", () => {
  interrupts({ env: {}, say: () => {} });
  for (let i = 0; i < 3; i++) process.emit("SIGHUP", "SIGHUP");
  expect(exit).not.toHaveBeenCalled();
  SIGNALS.forEach((signal, i) => {
    for (const listener of process.listeners(signal))
      if (!others[i].includes(listener)) process.removeListener(signal, listener);
  });
  interrupts({ env: { npm_lifecycle_event: "start" }, say: () => {} });
  for (let i = 0; i < 2; i++) process.emit("SIGINT", "SIGINT");
  expect(exit).not.toHaveBeenCalled();
});
