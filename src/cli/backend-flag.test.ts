import { expect, test } from "vitest";
import { backendFlag } from "./backend-flag.ts";

test("a backend is taken by its name; another name is refused", () => {
  expect(backendFlag({})).toBeUndefined();
  expect(["wasm", "webgpu", "auto", "reference"].map((backend) => backendFlag({ backend }))).toEqual([
    "wasm",
    "webgpu",
    "auto",
    "reference",
  ]);
  expect(() => backendFlag({ backend: "webgp" })).toThrow(
    '--backend: expected one of wasm, webgpu, reference, auto, received "webgp". Did you mean webgpu?',
  );
});
