import { optionalPackage } from "../../data/files/optional-package.ts";
import { errorText } from "../../error-text.ts";
import { EvenkeelError, runError } from "../../errors.ts";

/** What is used of the package webgpu. */
interface Dawn {
  create(options: string[]): GPU;
}

/** Of the package webgpu: one for the process. A device whose GPU object was collected ends the process by a crash. */
let held: Promise<GPU> | undefined;

/**
 * What adapters are asked for: of the browser, or in Node.js of the optional package webgpu.
 * @throws a usage error where that is not installed; a run error in a browser, or on a page, without WebGPU.
 */
export function findGpu(): Promise<GPU> {
  const own = (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu;
  if (own !== undefined) return Promise.resolve(own);
  if (!isNode()) return Promise.reject(withoutWebgpu());
  held ??= ofPackage().catch((error) => {
    held = undefined; // it may be installed later
    throw error;
  });
  return held;
}

/**
 * Workgroup memory is zeroed by a loop of Dawn's instead. Where the driver does it, SwiftShader compiles a store for every
 * word: seconds for each shader that has tiles.
 */
const ZEROED_BY_DRIVER = "use_vulkan_zero_initialize_workgroup_memory_extension";

async function ofPackage(): Promise<GPU> {
  try {
    const { create } = (await optionalPackage("webgpu", WHERE, "reaches the GPU from Node.js")) as Dawn;
    return create([`disable-dawn-features=${ZEROED_BY_DRIVER}`]);
  } catch (cause) {
    if (cause instanceof EvenkeelError) throw cause;
    throw runError({
      where: WHERE,
      expected: "the package webgpu, as this platform loads it",
      received: errorText(cause),
      fix: 'It has builds for Linux with glibc, macOS and Windows. Elsewhere choose backend: "wasm", or "auto".',
      cause,
    });
  }
}

function withoutWebgpu(): Error {
  const insecure = (globalThis as { isSecureContext?: boolean }).isSecureContext === false;
  return runError({
    where: WHERE,
    expected: insecure ? "a page from https: or localhost, as browsers demand" : "a browser that has WebGPU",
    received: insecure ? "one from another place" : "none: there is no navigator.gpu",
    fix: 'Or choose backend: "wasm", or "auto", which takes a GPU only where there is one.',
  });
}

function isNode(): boolean {
  return (globalThis as { process?: NodeJS.Process }).process?.versions?.node !== undefined;
}

const WHERE = 'backend: "webgpu"';
