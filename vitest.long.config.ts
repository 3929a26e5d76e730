import { defineConfig, mergeConfig } from "vitest/config";
import usual from "./vitest.config.ts";

/** Tests that take minutes: published facts, measured again. `npm run long`; `.ci/run` runs them after the others. */
const long = mergeConfig(usual, defineConfig({}));
long.test = { ...long.test, include: ["test/**/*.long.ts"] };

export default long;
