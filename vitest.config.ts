import { configDefaults, defineConfig } from "vitest/config";
import { ON_A_GPU } from "./test/webgpu/on-backends.ts";

/** A file to write the results to as JSON, besides the usual output. */
const results = process.env.EVENKEEL_TEST_RESULTS;

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "lab/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...ON_A_GPU], // npm run long has them
    maxWorkers: "100%", // by default one core stays idle
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: results ? ["default", ["json", { outputFile: results }]] : ["default"],
  },
});
