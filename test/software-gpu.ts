import { openDevice } from "../src/backend/open.ts";
import { EvenkeelError } from "../src/errors.ts";
import { softwareAdapter } from "./webgpu/software-adapter.ts";

/** Why there is no GPU to test on; undefined where there is one, or a program that stands for one. */
export const withoutGpu: string | undefined = await (async () => {
  if (softwareAdapter !== undefined) process.env.VK_ICD_FILENAMES ??= softwareAdapter;
  try {
    await (await openDevice({ backend: "webgpu" })).close();
    return undefined;
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    return error.message;
  }
})();
if (withoutGpu !== undefined) console.warn(`Tests of WebGPU are left out: ${withoutGpu}`);
