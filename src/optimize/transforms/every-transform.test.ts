import { describe, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { transformed } from "../../../test/transformed.ts";
import type { Optimizer } from "../optimizer.ts";
import * as transforms from "./index.ts";

type Maker = (...args: unknown[]) => Optimizer;
const NEEDED: Record<string, unknown[]> = { freeze: ["a"], perLayerRate: [[["a", 2]]], gradientNoise: [0] };

describe.each(BACKENDS)("%s", (backend) => {
  test.each(Object.entries(transforms))("%s of nothing is nothing", async (name, make) => {
    const transform = (make as unknown as Maker)(...(NEEDED[name] ?? []));
    expectClose(await transformed(transform, [0, 0], 0, { backend }), [0, 0, 0], TOLERANCE[backend]);
  });
});
