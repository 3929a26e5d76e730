import { errorText } from "../../error-text.ts";
import { runError } from "../../errors.ts";

/** The module of these bytes. @throws a run error where the platform cannot compile it. */
export async function compiled(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw runError({
      where: "engine",
      expected: "a module that this platform compiles",
      received: errorText(cause),
      fix: "WebAssembly SIMD is needed; on a page, a Content-Security-Policy must allow 'wasm-unsafe-eval'.",
      cause,
    });
  }
}
