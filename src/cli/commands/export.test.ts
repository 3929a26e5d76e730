import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pc from "picocolors";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { modelOf } from "../../../test/onnx/compare.mjs";
import { readOnnx } from "../../../test/onnx/schema.ts";
import * as evenkeel from "../../index.ts";
import type { Host } from "../host.ts";
import { run } from "../run.ts";

let folder: string;
let model: string;
let said: { out: string[]; err: string[]; bytes: Uint8Array[] };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
  model = join(folder, "model.evenkeel");
  await modelOf(evenkeel, { layer: evenkeel.dense(2), shape: [3] }).save(model);
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  said = { out: [], err: [], bytes: [] };
});

function cli(...args: string[]) {
  const colors = pc.createColors(false);
  const host: Host = {
    out: (text) => said.out.push(text),
    bytes: (bytes) => said.bytes.push(bytes),
    err: (text) => said.err.push(text),
    terminal: undefined,
    colors,
    outColors: colors,
    width: 80,
    env: {},
    platform: "test",
    home: folder,
    signal: new AbortController().signal,
  };
  return run(["export", ...args], host);
}

test.each(["onnx", "safetensors", "json"])("writes %s beside the model, and says where", async (format) => {
  expect(await cli(model, "--format", format)).toBe(0);
  const path = join(folder, `model.${format}`);
  const bytes = readFileSync(path);
  expect(said.out).toEqual([`Written: ${path}, ${bytes.length} bytes`]);
  if (format === "onnx") expect(readOnnx(bytes).graph.input[0].name).toBe("inputs");
  if (format === "json") expect(JSON.parse(bytes.toString()).weights.kernel.shape).toEqual([3, 2]);
});

test("takes the format from the ending of --out, and writes to standard output", async () => {
  const out = join(folder, "new", "other.safetensors");
  expect(await cli(model, "--out", out, "--layout", "pytorch", "--json")).toBe(0);
  expect(JSON.parse(said.out[0])).toMatchObject({ format: "safetensors", out, bytes: readFileSync(out).length });
  expect(await cli(model, "--format", "onnx", "--out", "-", "--logits")).toBe(0);
  expect(readOnnx(said.bytes[0]).graph.output[0].name).toBe("outputs");
});

test("says where PyTorch flattens images in another order", async () => {
  const { conv2d, flatten, dense, sequential } = evenkeel;
  const deep = join(folder, "deep.evenkeel");
  const layer = sequential([conv2d(2, 3), sequential([flatten(), dense(2)])]);
  await modelOf(evenkeel, { layer, shape: [5, 4, 1] }).save(deep);
  expect(await cli(deep, "--format", "safetensors", "--layout", "pytorch")).toBe(0);
  expect(said.err).toEqual([
    "Hint: 1.sequential/0.flatten takes images as [height, width, channels], [3, 2, 2]; PyTorch has channels first: " +
      "write x.permute(0, 2, 3, 1) before its flatten.",
  ]);
  expect(await cli(deep, "--format", "safetensors")).toBe(0);
  expect(said.err).toHaveLength(1);
  const gray = join(folder, "gray.evenkeel"); // of one channel, the order is the same
  await modelOf(evenkeel, { layer: sequential([flatten(), dense(2)]), shape: [5, 4, 1] }).save(gray);
  expect(await cli(gray, "--format", "safetensors", "--layout", "pytorch")).toBe(0);
  expect(said.err).toHaveLength(1);
});

test.each<[string, string[], number, string]>([
  ["no format", [], 2, "--format: expected one of onnx, safetensors, json, received none."],
  ["a format that is none", ["--format", "onx"], 2, "Did you mean onnx?"],
  ["a layout that is none", ["--format", "safetensors", "--layout", "torch"], 2, "--layout: expected"],
  ["a flag of another format", ["--format", "json", "--logits"], 2, "--logits: expected --format onnx"],
  [
    "columns of a model without a table",
    ["--format", "onnx", "--features"],
    2,
    "expected a model that was trained with a table",
  ],
  [
    "two documents on one output",
    ["--format", "json", "--out", "-", "--json"],
    2,
    "--json: expected a file to write the model to",
  ],
])("refuses %s", async (_, flags, code, message) => {
  expect(await cli(model, ...flags)).toBe(code);
  expect(said.err.join("\n")).toContain(message);
});

test("refuses files that are damaged, missing or its own, and leaves nothing behind", async () => {
  const damaged = join(folder, "damaged.evenkeel");
  writeFileSync(damaged, readFileSync(model).subarray(0, 300));
  const before = readdirSync(folder);
  expect(await cli(damaged, "--format", "onnx")).toBe(1);
  expect(await cli(join(folder, "none.evenkeel"), "--format", "onnx")).toBe(1);
  expect(await cli(model, "--format", "onnx", "--out", model)).toBe(2);
  expect(await cli(model, "--format", "onnx", "--out", join(model, "below.onnx"))).toBe(1);
  expect(said.err.join("\n")).toMatch(
    /damaged\.evenkeel: expected .*none\.evenkeel: expected .*--out: expected another file/s,
  );
  expect(readdirSync(folder)).toEqual(before);
});
