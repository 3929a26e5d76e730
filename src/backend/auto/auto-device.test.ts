import { expect, test, vi } from "vitest";
import { runError, usageError } from "../../errors.ts";
import { createProgram, type Program } from "../../graph/program.ts";
import { input, variable } from "../../graph/tensor.ts";
import type { Device } from "../backend.ts";
import { openDevice } from "../open.ts";
import { AutoDevice } from "./auto-device.ts";
import { openAuto } from "./open-auto.ts";

/** A clock that goes on when a device computes. */
class Clock {
  ms = 0;
  now = () => this.ms;
}

interface Behavior {
  /** Milliseconds that a step takes. */
  step: number;
  /** What is thrown at this run, counted from 1. */
  failure?: [run: number, error: Error];
  /** What its numbers are multiplied by. */
  wrong?: number;
  /** From which run on it does not answer, counted from 1. */
  hangs?: number;
}

/** The reference under another name, with a speed and with faults. */
async function fake(description: string, clock: Clock, { step, failure, wrong = 1, hangs = Infinity }: Behavior) {
  const device = await openDevice({ backend: "reference" });
  let [runs, closed] = [0, 0];
  const played: Device = {
    description,
    free: 1000 * step,
    create: (...args) => device.create(...args),
    write: (...args) => device.write(...args),
    read: (name) => device.read(name),
    readAll: (names) => device.readAll(names),
    async compile(program) {
      const executable = await device.compile(program);
      return {
        explain: () => executable.explain(),
        async run(feeds) {
          runs++;
          clock.ms += step * feeds.length;
          if (failure?.[0] === runs) throw failure[1];
          if (runs >= hangs) return new Promise(() => {});
          const results = await executable.run(feeds);
          return results.map(({ total }) => ({ total: total.map((x) => x * wrong) }));
        },
      };
    },
    async close() {
      closed++;
      await device.close();
    },
  };
  return { device: played, told: () => ({ runs, closed }) };
}

/** Adds what it is fed to a sum that the device keeps. */
function adding(): Program {
  const [sum, x] = [variable("sum", []), input("x", [])];
  return createProgram({ total: sum.add(x) }, [{ variable: sum, value: sum.add(x) }]);
}

async function pair(first: Behavior, second: Behavior, heldUp?: number) {
  const clock = new Clock();
  const [wasm, gpu] = [await fake("wasm", clock, first), await fake("webgpu, a card", clock, second)];
  const auto = new AutoDevice([wasm.device, gpu.device], "webgpu, a card is on trial", {
    now: clock.now,
    ...(heldUp !== undefined && { heldUp }),
  });
  await auto.create("sum", [], "float");
  const executable = await auto.compile(adding());
  const run = async (steps: number) => {
    const results = await executable.run(Array.from({ length: steps }, () => ({ x: Float32Array.of(1) })));
    return results.map(({ total }) => total[0]);
  };
  return { auto, run, wasm, gpu };
}

test("twenty steps are done on both, then the faster one goes on with what it has", async () => {
  const { auto, run, wasm, gpu } = await pair({ step: 5 }, { step: 2 });
  expect(auto.description).toBe("wasm (auto: webgpu, a card is on trial)");
  expect(await run(4)).toEqual([1, 2, 3, 4]);
  expect(await run(16)).toHaveLength(16);
  expect(auto.description).toBe("webgpu, a card (auto: a step takes 2 ms, on wasm 5 ms)");
  expect(wasm.told()).toEqual({ runs: 4, closed: 1 });
  expect(await run(1)).toEqual([21]);
  expect(Array.from(await auto.read("sum"))).toEqual([21]);
  await auto.close();
  expect(gpu.told()).toEqual({ runs: 5, closed: 1 });
});

test("a long call is not computed twice: one is chosen in the middle of it", async () => {
  const { auto, run, wasm, gpu } = await pair({ step: 5 }, { step: 2 });
  expect(await run(100)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  expect(auto.description).toContain("webgpu, a card (auto");
  expect([wasm.told().runs, gpu.told().runs]).toEqual([4, 5]); // 1 + 8 + 8 + 8 steps, then the rest
  await auto.close();
});

test("wasm goes on where it is faster, or as fast", async () => {
  for (const step of [2, 3]) {
    const { auto, run, gpu } = await pair({ step: 2 }, { step });
    await run(10);
    await run(10);
    expect(auto.description).toBe(`wasm (auto: a step takes 2 ms, on webgpu, a card ${step} ms)`);
    expect(gpu.told().closed).toBe(1);
    expect(await run(1)).toEqual([21]);
    await auto.close();
  }
});

test("slow steps are timed for two seconds at most, but the first run never counts", async () => {
  const { auto, run } = await pair({ step: 3000 }, { step: 900 });
  await run(1);
  expect(auto.description).toContain("on trial");
  await run(1);
  expect(auto.description).toBe("webgpu, a card (auto: a step takes 900 ms, on wasm 3000 ms)");
  await auto.close();
});

test("a device on trial that fails is left out, and nothing is lost", async () => {
  const lost = runError({ where: "webgpu, a card", expected: "a GPU", received: "a lost device" });
  const { auto, run, gpu } = await pair({ step: 5 }, { step: 1, failure: [2, lost] });
  await run(2);
  expect(await run(1)).toEqual([3]);
  expect(auto.description).toBe("wasm (auto: webgpu, a card failed: a lost device)");
  expect(gpu.told().closed).toBe(1);
  await auto.close();
});

test("a device on trial that does not answer is left out after a while, and nothing is lost", async () => {
  const { auto, run, gpu } = await pair({ step: 5 }, { step: 1, hangs: 2 }, 20);
  expect(await run(2)).toEqual([1, 2]);
  expect(auto.description).toBe("wasm (auto: webgpu, a card failed: no answer within 0.025 s)");
  expect(gpu.told().closed).toBe(1);
  expect(await run(30)).toHaveLength(30);
  expect(Array.from(await auto.read("sum"))).toEqual([32]);
  await auto.close();
});

test("a device on trial that is slower again and again is waited for no longer than once", async () => {
  // It is 30 ms behind at once: 10 ms more than it may be. From then on it has to be as fast.
  const { auto, run } = await pair({ step: 1 }, { step: 31, hangs: 2 }, 20);
  await run(1);
  expect(auto.description).toContain("is on trial");
  await run(1);
  expect(auto.description).toBe("wasm (auto: webgpu, a card failed: no answer within 0.001 s)");
  await auto.close();
});

test("a device on trial that finds other numbers is left out", async () => {
  for (const wrong of [2, Number.NaN]) {
    const { auto, run } = await pair({ step: 5 }, { step: 1, wrong });
    expect(await run(1)).toEqual([1]);
    expect(auto.description).toBe('wasm (auto: webgpu, a card found other numbers of "total")');
    await auto.close();
  }
});

test("what the chosen one throws is thrown, and mistakes of the caller on trial too", async () => {
  const mistake = usageError({ where: "x", expected: "one number", received: "two" });
  const { auto, run } = await pair({ step: 5 }, { step: 1, failure: [1, mistake] });
  await expect(run(1)).rejects.toThrow("x: expected one number, received two");
  await expect(auto.create("sum", [], "float")).rejects.toThrow('variable "sum": expected a new name');
  await auto.close();
});

test("as much is free as on the first: a second one that has less is no reason to refuse work", async () => {
  const { auto } = await pair({ step: 5 }, { step: 2 });
  expect(auto.free).toBe(5000);
  await auto.close();
});

test("where there is no second device, the first says why", async () => {
  const missing = runError({ where: "webgpu", expected: "an adapter", received: "none" });
  const open = () => openDevice({ threads: 0 });
  const device = await openAuto(open, () => Promise.reject(missing));
  expect(device.description).toMatch(/^wasm, 1 thread, .* \(auto: no GPU: expected an adapter, received none\)$/);
  await device.close();
  const other = await openAuto(open, () => Promise.reject(new TypeError("cannot be loaded")));
  expect(other.description).toContain("(auto: no GPU: expected one, received TypeError: cannot be loaded)");
  await other.close();
});

test("a second device that does not open in time is left out, and closed when it opens after all", async () => {
  const { device, told } = await fake("webgpu, a card", new Clock(), { step: 1 });
  let open = (_: Device) => {};
  const second = new Promise<Device>((resolve) => {
    open = resolve;
  });
  const auto = await openAuto(
    () => openDevice({ threads: 0 }),
    () => second,
    10,
  );
  expect(auto.description).toContain("(auto: no GPU: expected one that answers, received no answer within 0.01 s)");
  open(device);
  await vi.waitFor(() => expect(told().closed).toBe(1));
  await auto.close();
});
