import { defineConfig, mergeConfig } from "vitest/config";
import { ON_A_GPU, ON_BACKENDS } from "./test/webgpu/on-backends.ts";
import { softwareAdapter } from "./test/webgpu/software-adapter.ts";
import usual from "./vitest.config.ts";

/** What stands for the drivers of this machine, unless the environment says otherwise. */
const VK_ICD_FILENAMES = process.env.VK_ICD_FILENAMES ?? softwareAdapter;

/**
 * Tests that take minutes: published facts, measured again, the lab in a browser, and all tests of numbers on webgpu.
 * `npm run long`; `.ci/run` runs them after the others.
 */
const long = mergeConfig(usual, defineConfig({}));
const { include: _, exclude: __, reporters, ...each } = usual.test ?? {};
long.test = {
  reporters,
  projects: [
    { test: { ...each, name: "facts", include: ["test/*.long.ts"] } },
    // One page at a time, after the others: each trains in two workers.
    { test: { ...each, name: "lab", include: ["test/lab/*.long.ts"], maxWorkers: 1, sequence: { groupOrder: 1 } } },
    // One device at a time, after the others: an adapter in software takes all cores.
    {
      test: {
        ...each,
        name: "webgpu",
        include:
          VK_ICD_FILENAMES === undefined
            ? ["test/webgpu/adapter.long.ts"]
            : [...ON_BACKENDS, ...ON_A_GPU, "test/webgpu/*.long.ts"],
        env: {
          EVENKEEL_TEST_BACKENDS: "reference,webgpu",
          ...(VK_ICD_FILENAMES !== undefined && { VK_ICD_FILENAMES }),
        },
        testTimeout: 300_000,
        maxWorkers: 1,
        sequence: { groupOrder: 2 },
      },
    },
  ],
};

export default long;
