import { expect, test } from "vitest";
import { arrays } from "../../data/arrays.ts";
import { EvenkeelError } from "../../errors.ts";
import { dense } from "../../model/layers/dense.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { readRun } from "../../saved/load-run.ts";
import { train } from "../train.ts";
import { decodeRun } from "./read-run-file.ts";

test("every single bit of a saved run that is flipped is noticed", async () => {
  const data = arrays({ inputs: [[0], [1]], targets: [[1], [2]] });
  const run = await train(sequential([dense(2), dense(1)]), data, { threads: 0, batchSize: 1, epochs: 1 });
  const bytes = run.toBytes();
  expect(readRun(bytes).steps).toBe(2);
  const accepted: string[] = [];
  for (let at = 0; at < bytes.length; at++)
    for (let bit = 0; bit < 8; bit++) {
      bytes[at] ^= 1 << bit;
      try {
        decodeRun(bytes, "run");
        accepted.push(`bit ${bit} of byte ${at} of ${bytes.length}`);
      } catch (error) {
        if (!(error instanceof EvenkeelError)) throw error;
      }
      bytes[at] ^= 1 << bit;
    }
  expect(accepted).toEqual([]);
});
