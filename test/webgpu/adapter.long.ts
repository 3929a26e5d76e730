import { expect, test } from "vitest";
import { ON_BACKENDS } from "./on-backends.ts";

/** How many files of tests run on webgpu; where no adapter can start, vitest.long.config.ts runs this one alone. */
const files = `${ON_BACKENDS.length} files of tests of numbers`;

test.skipIf(process.env.VK_ICD_FILENAMES === undefined)(`${files} run on webgpu, where an adapter can start`, () => {
  expect(ON_BACKENDS).toContain("test/oracle/run.test.ts");
  expect(ON_BACKENDS.length).toBeGreaterThan(40);
});
