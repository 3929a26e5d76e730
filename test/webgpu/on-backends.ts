import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Tests of shaders that take tens of seconds to compile where the adapter is a program. */
export const ON_A_GPU: readonly string[] = ["contraction", "convolution"].map(
  (kernel) => `src/backend/webgpu/kernels/${kernel}.test.ts`,
);

/**
 * The test files whose numbers are asked of every backend: all that use `BACKENDS`. Random programs are asked of wasm alone:
 * a GPU compiles each for longer than it computes.
 */
export const ON_BACKENDS: readonly string[] = ["src", "test"]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file).replaceAll("\\", "/")),
  )
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => /\bBACKENDS\b|\/layer-cases\.ts/.test(readFileSync(file, "utf8")));
