import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { reportFiles, writeReports } from "./report-files.ts";

const folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

test("each file has the form that its extension says", async () => {
  const files = await reportFiles(["a.html", "b.MD", "c.csv", "d.json", "plain"].map(at), "", [
    "html",
    "md",
    "csv",
    "json",
  ]);
  expect(files.map(({ form }) => form)).toEqual(["html", "md", "csv", "json", "html"]);
  const text = (form: string) => () => `text of ${form}`;
  const texts = { html: text("html"), md: text("md"), csv: text("csv"), json: text("json") };
  expect(await writeReports(files, texts)).toEqual([]);
  expect(readFileSync(at("b.MD"), "utf8")).toBe("text of md");
});

test("without a file there is the usual page", async () => {
  const [first, ...others] = await reportFiles(undefined, at("usual.html"), ["html"]);
  expect([first.form, first.file.path, others]).toEqual(["html", at("usual.html"), []]);
});

test.each([
  ["an extension that there is not", ["study.pdf"], "--report: expected a file that ends in .html or .md, received"],
  ["a form that this study has not", ["study.csv"], "--report: expected a file that ends in .html or .md, received"],
  ["a file twice", ["study.md", "./study.md"], "--report: expected each file once"],
])("%s is refused", async (_, names, message) => {
  await expect(
    reportFiles(
      names.map((name) => `${folder}/${name}`),
      "",
      ["html", "md"],
    ),
  ).rejects.toMatchObject({
    kind: "usage",
    message: expect.stringContaining(message),
  });
});

test("what can be written is written, and all that cannot is told", async () => {
  const files = await reportFiles([at("x.html"), at("y.md")], "", ["html", "md"]);
  const full = { ...files[0].file, write: async () => new Error("full") as never };
  const failures = await writeReports([{ ...files[0], file: full }, files[1]], { html: () => "", md: () => "kept" });
  expect(failures.map(({ message }) => message)).toEqual(["full"]);
  expect(readFileSync(at("y.md"), "utf8")).toBe("kept");
});
