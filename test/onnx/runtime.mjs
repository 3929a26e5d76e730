// @ts-check
import { existsSync } from "node:fs";

const installed = new URL("node_modules/onnxruntime-web/dist/ort.node.min.mjs", import.meta.url);

/** Whether ONNX Runtime is there: `npm ci` in this folder installs it. */
export const hasRuntime = existsSync(installed);

/** Numbers or words with a shape. @typedef {{ type: string, shape: readonly number[], data: ArrayLike<unknown> }} Given */

/**
 * A model in ONNX Runtime: what it gives for inputs by name.
 * @param {Uint8Array} bytes
 */
export async function opened(bytes) {
  const ort = await import(/* @vite-ignore */ installed.href);
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
  return {
    /** @type {string[]} */
    inputs: session.inputNames,
    /**
     * @param {Record<string, Given>} given
     * @returns {Promise<Record<string, { dims: number[], data: Float32Array }>>}
     */
    run: (given) =>
      session.run(
        Object.fromEntries(
          Object.entries(given).map(([name, { type, data, shape }]) => [name, new ort.Tensor(type, data, shape)]),
        ),
      ),
    /** @type {() => Promise<void>} */
    close: () => session.release(),
  };
}
