import { beforeAll, describe, expect, test } from "vitest";
import { buildDist, PATIENCE, runNode } from "./dist.ts";

beforeAll(buildDist, PATIENCE);

/** Runs statements that train; `data` and `model` are there. The process gets no other reason to end than having no work. */
function runTraining(statements: string) {
  return runNode([
    "--input-type=module",
    "--eval",
    `
      import workerThreads from "node:worker_threads";
      import { syncBuiltinESMExports } from "node:module";
      const workers = [];
      workerThreads.Worker = class extends workerThreads.Worker {
        constructor(...args) {
          super(...args);
          workers.push(this);
        }
      };
      syncBuiltinESMExports();
      const { arrays, dense, relu, sequential, train, compile } = await import("evenkeel");
      const inputs = { shape: [400, 3], data: Float32Array.from({ length: 1200 }, (_, i) => Math.sin(i)) };
      const data = arrays({ inputs, labels: Uint8Array.from({ length: 400 }, (_, i) => i % 2) });
      const model = sequential([dense(50), relu(), dense(2)]);
      const told = (error) => console.log(error.message);
      ${statements}
      process.on("exit", () => console.log(workers.length, workers.filter(({ threadId }) => threadId !== -1).length));
    `,
  ]);
}

describe("a process", { timeout: PATIENCE }, () => {
  test.each([0, 1, 2])("ends by itself when training has ended, with %d threads", async (threads) => {
    const { code, stdout, stderr } = await runTraining(`
      const run = await train(model, data, { epochs: 2, threads: ${threads} });
      console.log(run.stopped.reason);
    `);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `epochs\n${threads} 0\n`, stderr: "" });
  });

  test("ends by itself though a model that predicted was not closed", async () => {
    const { code, stdout, stderr } = await runTraining(`
      const run = await train(model, data, { epochs: 1, threads: 2 });
      console.log((await run.model.predict(inputs)).shape.join());
    `);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "400,2\n3 1\n", stderr: "" });
  });

  test.each([
    [
      "its thread dies",
      "onProgress: () => workers[1].terminate(), epochs: 1000",
      /^engine thread 1: expected to finish/,
    ],
    ["a callback fails", 'onProgress: () => { throw new Error("mine") }', /^mine\n/],
    ["it is aborted before it begins", "signal: AbortSignal.abort(), epochs: 1000", /^aborted\n/],
    ["it is aborted", "signal: AbortSignal.timeout(100), epochs: 1e6", /^aborted\n/],
  ])("ends by itself when %s", async (_, options, message) => {
    const { code, stdout, stderr } = await runTraining(`
      await train(model, data, { threads: 2, ${options} }).then((run) => console.log(run.stopped.reason), told);
    `);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(message);
    expect(stdout).toMatch(/\n2 0\n$/);
  });

  test("ends by itself when its module cannot be compiled", async () => {
    const { code, stdout, stderr } = await runTraining(`
      WebAssembly.compile = async () => { throw new WebAssembly.CompileError("no such instruction"); };
      await train(model, data, { threads: 2 }).catch(told);
    `);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^engine: expected a module that this platform compiles, received no such instruction\..*\n2 0\n$/,
    );
  });

  test("ends by itself, with an error, when nobody handles the failure", async () => {
    const { code, stderr } = await runTraining(`
      await train(model, data, { threads: 2, epochs: 1000, onProgress: () => workers[0].terminate() });
    `);
    expect(code).toBe(1);
    expect(stderr).toContain("engine thread 0: expected to finish its work, received it exited with code");
  });
});
