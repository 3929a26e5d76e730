import { afterEach, expect, test, vi } from "vitest";
import { expectClose } from "../../../test/backends.ts";
import { points, SMALL, small } from "../../../test/small-runs.ts";
import { type Device, DeviceLost } from "../../backend/backend.ts";
import { openDevice } from "../../backend/open.ts";
import { runError } from "../../errors.ts";
import { Run } from "../run/run.ts";
import { TrainingError } from "../run/training-error.ts";
import { train } from "../train.ts";
import { backToWasm } from "./back-to-wasm.ts";

vi.mock(import("../../backend/open.ts"), { spy: true });
const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
afterEach(() => warn.mockClear());

/** What stands for a GPU that is lost after some calls. */
async function lostAfter(calls: number, description = "webgpu, a card"): Promise<Device> {
  const device = await openDevice({ backend: "reference" });
  const lost = () =>
    runError({
      where: description,
      expected: "a GPU that goes on",
      received: "a lost device: it hung",
      cause: new DeviceLost("it hung"),
    });
  let done = 0;
  return {
    description,
    free: Infinity,
    create: (...args) => device.create(...args),
    write: (...args) => device.write(...args),
    read: (name) => device.read(name),
    readAll: (names) => device.readAll(names),
    close: () => device.close(),
    async compile(program) {
      const executable = await device.compile(program);
      return {
        explain: () => executable.explain(),
        async run(feeds) {
          if (++done > calls) throw lost();
          return executable.run(feeds);
        },
      };
    },
  };
}

const data = points(40, { validation: 8, test: 8 });
let milliseconds = 0;
/** The clock makes a second of every step, so that each is reported and safe. */
const OPTIONS = { ...SMALL, epochs: 6, now: () => (milliseconds += 1100) };

test("a run whose GPU is lost goes on with wasm, from the last place that is whole", async () => {
  vi.mocked(openDevice).mockResolvedValueOnce(await lostAfter(8));
  const rows: number[] = [];
  const asked = { ...OPTIONS, backend: "webgpu", onStep: ({ step }: { step: number }) => rows.push(step) } as const;
  const run = await backToWasm(asked, (options) => train(small(), data, options));
  expect(run).toBeInstanceOf(Run);
  expect(run.stopped).toEqual({ reason: "epochs", epoch: 6 });
  expect(run.backend).toMatch(/^wasm, 1 thread, .* \(auto: webgpu, a card was lost\)$/);
  expect(run.hints.join(" ")).toMatch(
    /webgpu, a card was lost \(a lost device: it hung\): the run is computed by wasm from step \d+ on\./,
  );
  expect(warn.mock.calls.flat().join(" ")).toMatch(/the run is computed by wasm from step [1-9]\d* on/);
  expect(new Set(rows).size).toBe(rows.length); // each step is told once
  expect(rows).toHaveLength(run.steps);
  const whole = await train(small(), data, OPTIONS);
  expect(run.steps).toBe(whole.steps);
  expect(run.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
  for (const [name, weights] of Object.entries(whole.weights)) expectClose(run.weights[name], weights, 1e-4, name);
});

test("one that is lost before the first step begins again", async () => {
  vi.mocked(openDevice).mockResolvedValueOnce(await lostAfter(0));
  const run = await backToWasm({ ...OPTIONS, backend: "webgpu" }, (options) => train(small(), data, options));
  const whole = await train(small(), data, OPTIONS);
  expect(run.weights).toEqual(whole.weights);
  expect(run.hints.at(-1)).toContain("the run is computed by wasm from the beginning");
});

test("where the GPU was asked for by name, its loss is an error that has the run", async () => {
  vi.mocked(openDevice).mockResolvedValueOnce(await lostAfter(8, "webgpu, another card"));
  const failure = await train(small(), data, { ...OPTIONS, backend: "webgpu" }).catch((error) => error);
  expect(failure).toBeInstanceOf(TrainingError);
  expect(failure.message).toContain("received EvenkeelError: webgpu, another card: expected a GPU that goes on");
  const run = await train(small(), data, { ...OPTIONS, resume: failure.run });
  expect(run.stopped.reason).toBe("epochs");
  expect(warn.mock.calls.flat().join(" ")).toMatch(
    /The run was computed by webgpu, another card, and goes on by wasm, 1 thread, .*: its last bits are not those of a run that stayed there\./,
  );
});

test("other failures are not the GPU's", async () => {
  const bug = new TypeError("a bug");
  await expect(backToWasm({ backend: "auto" }, () => Promise.reject(bug))).rejects.toBe(bug);
});
