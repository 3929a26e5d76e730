import { defineConfig } from "vitest/config";

/** A file to write the results to as JSON, besides the usual output. */
const results = process.env.EVENKEEL_TEST_RESULTS;

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    maxWorkers: "100%", // by default one core stays idle
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: results ? ["default", ["json", { outputFile: results }]] : ["default"],
  },
});
