import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StepRecord } from "../../recorder.ts";
import { fromLines, toLines } from "./json-lines.ts";
import { stepRow } from "./step-row.ts";

let path: string;
beforeAll(async () => {
  path = join(await mkdtemp(join(tmpdir(), "evenkeel-lines-")), "steps.jsonl");
});
afterAll(() => rm(join(path, ".."), { recursive: true }));

const ROW: StepRecord = { step: 1, epoch: 1, loss: 1, measures: {}, learningRate: 1, finite: true };

describe("rows as JSON Lines", () => {
  test("come back bit for bit, also where numbers have no word in JSON", async () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(-0, Number.NaN, Infinity, -Infinity, 5e-324));
    const left = ["__proto__", "prototype", "constructor"]; // names that the checks of files leave out
    const name = fc.string({ unit: "binary" }).filter((text) => !left.includes(text));
    const row = fc.record({
      ...{ step: fc.maxSafeNat(), epoch: fc.nat() },
      loss: number,
      learningRate: number,
      finite: fc.boolean(),
      measures: fc.dictionary(name, number, { noNullPrototype: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row), async (rows) => {
        const bytes = toLines(rows);
        await writeFile(path, bytes);
        expect(await fromLines(path, stepRow)).toEqual({ rows, end: bytes.length });
      }),
      { numRuns: 60 },
    );
  });

  test.each<[string, string | Uint8Array]>([
    ["a number within a list", '{"step":2,"epoch":1,"loss":["NaN"],"measures":{},"learningRate":1,"finite":true}'],
    ["a text that is no number", '{"step":2,"epoch":1,"loss":"nan","measures":{},"learningRate":1,"finite":true}'],
    [
      "lists within lists",
      `{"step":2,"epoch":1,"loss":${"[".repeat(1e5)}${"]".repeat(1e5)},"measures":{},"learningRate":1,"finite":true}`,
    ],
    ["a name of a prototype", '{"step":2,"epoch":1,"loss":"toString","measures":{},"learningRate":1,"finite":true}'],
    ["bytes that are no UTF-8", Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)],
    ["a very long line of nothing", "x".repeat(3e6)],
  ])("with %s are refused with their line", async (_, line) => {
    await writeFile(path, Buffer.concat([toLines([ROW]), Buffer.from(line), Buffer.from("\n"), toLines([ROW])]));
    await expect(fromLines(path, stepRow)).rejects.toThrow(
      /steps\.jsonl: line 2: expected .{1,900}The file is damaged/s,
    );
  });
});
