import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { labFolder } from "./lab-folder.ts";

test("finds the page of its own package, or says what to do", () => {
  const root = mkdtempSync(join(tmpdir(), "lab-folder-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const module = join(root, "dist/bundle/cli.js");
  const lab = join(root, "dist/lab");
  writeFileSync(join(root, "package.json"), "{}");
  const found = () => labFolder(module);
  expect(found).toThrow(`expected the built page in ${lab}, received no such folder. Run npm run build in a checkout`);
  mkdirSync(lab, { recursive: true });
  expect(found).toThrow("received a folder without index.html");
  writeFileSync(join(lab, "index.html"), "");
  expect(found()).toBe(lab);
});
