import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { logReport } from "../../../src/report/log/log-report.ts";
import { runHtml } from "../../../src/report/run/run-html.ts";
import { signals } from "../../../src/train/callbacks/signals.ts";
import { checkpointName } from "../../../src/train/checkpoint/checkpoint-files.ts";
import { newestIntact } from "../../../src/train/checkpoint/newest-intact.ts";
import { readLog } from "../../../src/train/log/read-log.ts";
import { train } from "../../../src/train/train.ts";
import { points, SMALL, small } from "../../small-runs.ts";
import { DAMAGES } from "../damage.ts";
import { forgeJson } from "../forge-json.ts";
import type { FuzzKind } from "../kind.ts";

const DATA = points(40, { validation: 8, test: 8 });

/** Folders of checkpoints and of logs: a case is one damaged file in the folder, and maybe others beside it. */
export async function folderKinds(scratch: string): Promise<FuzzKind[]> {
  return [await checkpoints(join(scratch, "checkpoints")), ...(await logs(join(scratch, "log")))];
}

/** Three checkpoints, of which the newest are damaged. What is used is whole, or none is. */
async function checkpoints(folder: string): Promise<FuzzKind> {
  const first = await train(small(), DATA, { ...SMALL, epochs: 1 });
  const second = await train(small(), DATA, { ...SMALL, epochs: 2, resume: first });
  const files = [first.toBytes(), second.toBytes()] as Uint8Array<ArrayBuffer>[];
  return {
    name: "checkpoints",
    files,
    isChecked: true,
    read: async (bytes, random) => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      if (random.integer(3) === 0) mkdirSync(join(folder, checkpointName(9)));
      writeFileSync(join(folder, checkpointName(6)), bytes);
      writeFileSync(join(folder, checkpointName(4)), DAMAGES["some bytes"](files[1], random, files[0]));
      if (random.integer(3) > 0) writeFileSync(join(folder, checkpointName(3)), files[0]);
      return (await newestIntact(folder)).run;
    },
  };
}

async function logs(folder: string): Promise<FuzzKind[]> {
  await train(small(), DATA, { ...SMALL, log: folder, callbacks: [signals({ every: 2 })] });
  return ["run.json", "steps.jsonl", "epochs.jsonl", "signals.jsonl"].map((name) => {
    const whole = new Uint8Array(readFileSync(join(folder, name)));
    return {
      name: `log: ${name}`,
      files: [whole],
      isChecked: false,
      read: async (bytes) => {
        writeFileSync(join(folder, name), bytes);
        try {
          const log = await readLog(folder);
          return [log, log.epochs.length < 100 && runHtml(logReport(log)).length];
        } finally {
          writeFileSync(join(folder, name), whole);
        }
      },
      forge: (bytes, random) => new TextEncoder().encode(forgeJson(new TextDecoder().decode(bytes), random)),
    };
  });
}
