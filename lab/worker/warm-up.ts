import { dense, moons, relu, sequential, train } from "evenkeel";
import type { EngineFacts } from "../protocol.ts";

/** A run of two steps: the code that plans and compiles is loaded, and quick, before somebody waits for it. */
export async function warmUp(): Promise<EngineFacts> {
  const model = sequential([dense(8), relu(), dense(2)]);
  const run = await train(model, await moons({ samples: 80 }), { threads: 0, epochs: 1, batchSize: 32, maxSteps: 2 });
  await run.model.close();
  const simd = run.backend.includes("relaxed SIMD") ? "relaxed" : "plain";
  return {
    threads: 1,
    sharedMemory: globalThis.crossOriginIsolated === true,
    simd,
    description: `WebAssembly, ${simd === "relaxed" ? "relaxed SIMD" : "SIMD"}, 1 thread a network`,
  };
}
