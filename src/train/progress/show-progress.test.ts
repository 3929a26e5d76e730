import { describe, expect, test, vi } from "vitest";
import { arrays } from "../../data/arrays.ts";
import { dense } from "../../model/layers/dense.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";
import { showProgress } from "./show-progress.ts";

const data = arrays(
  {
    inputs: { shape: [20, 2], data: new Float32Array(40).fill(0.5) },
    labels: Uint8Array.from({ length: 20 }, (_, i) => i % 2),
  },
  { validation: 4 },
);
const OPTIONS: TrainOptions = { threads: 0, batchSize: 4, epochs: 3 };

describe("showProgress", () => {
  test("shows each epoch once, with its measures, and a bar between", async () => {
    const [lines, pictures]: string[][] = [[], []];
    const screen = { line: (text: string) => lines.push(text), draw: (text: string) => pictures.push(text) };
    const onProgress = vi.fn();
    const run = await showProgress({ ...OPTIONS, onProgress }, (options) => train(dense(2), data, options), screen);
    expect(lines).toHaveLength(3);
    lines.forEach((line, i) => {
      expect(line).toMatch(new RegExp(`^epoch ${i + 1}/3  loss \\d.*  accuracy .* %  validation loss .*  \\d\\.\\d s`));
    });
    expect(lines[0]).toMatch(/ s {2}\d.* left$/);
    expect(pictures[0]).toMatch(/^[█░]{24} epoch 1\/3 /);
    expect(pictures.at(-1)).toBe(""); // taken away in the end
    expect(onProgress).toHaveBeenCalled();
    expect(run.history).toHaveLength(3);
  });

  test("is what verbose does, on standard error; by default nothing is written", async () => {
    const write = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
    try {
      await train(dense(2), data, OPTIONS);
      expect(write).not.toHaveBeenCalled();
      await train(dense(2), data, { ...OPTIONS, verbose: true });
      expect(write.mock.calls.map(([text]) => text).join("")).toMatch(/epoch 1\/3 [\s\S]*epoch 3\/3 /);
    } finally {
      write.mockRestore();
    }
  });
});
