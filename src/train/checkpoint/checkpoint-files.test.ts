import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkpointFiles, checkpointName } from "./checkpoint-files.ts";

test("the names of checkpoints say their steps, and stand in their order whatever else is in the folder", async () => {
  const steps = fc.uniqueArray(fc.oneof(fc.nat(2000), fc.maxSafeNat()), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      const folder = await mkdtemp(join(tmpdir(), "evenkeel-names-"));
      const others = [
        "recipe.json",
        "1.evenkeel",
        "-00000001.evenkeel",
        "000000001.evenkeel.part",
        "x000000001.evenkeel",
      ];
      for (const name of [...others, ...given.map(checkpointName)]) await writeFile(join(folder, name), "");
      const found = await checkpointFiles(folder);
      await rm(folder, { recursive: true });
      expect(found.map((file) => file.steps)).toEqual(given.toSorted((a, b) => a - b));
    }),
    { numRuns: 30 },
  );
});
