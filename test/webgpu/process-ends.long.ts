import { beforeAll, describe, expect, test } from "vitest";
import { buildDist, PATIENCE, runNode } from "../dist.ts";

beforeAll(buildDist, PATIENCE);

/** Runs statements in a process that gets no other reason to end than having no work. */
function run(statements: string) {
  return runNode([
    "--expose-gc",
    "--input-type=module",
    "--eval",
    `
      const { arrays, dense, train, compile } = await import("evenkeel");
      const inputs = { shape: [40, 3], data: Float32Array.from({ length: 120 }, (_, i) => Math.sin(i)) };
      const data = arrays({ inputs, labels: Uint8Array.from({ length: 40 }, (_, i) => i % 2) });
      const backend = "webgpu";
      ${statements}
    `,
  ]);
}

describe("a process that used the GPU", { timeout: PATIENCE }, () => {
  test.each([
    ["after training", `console.log((await train(dense(2), data, { backend, epochs: 2 })).stopped.reason);`, "epochs"],
    [
      "though a function was not closed, also after garbage was collected",
      `const f = await compile((x) => x.mul(2), { backend });
       await new Promise((resolve) => setTimeout(resolve, 100));
       gc();
       console.log((await f({ shape: [1], data: [21] })).data[0]);`,
      "42",
    ],
    [
      "when a callback fails",
      `await train(dense(2), data, { backend, onProgress: () => { throw new Error("mine"); } }).catch((e) => console.log(e.cause.message));`,
      "mine",
    ],
  ])("ends by itself %s", async (_, statements, said) => {
    const { code, stdout } = await run(statements);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${said}\n` });
  });
});
