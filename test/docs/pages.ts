import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../dist.ts";

/** A page of the documentation, by its path from the root. */
export interface Page {
  path: string;
  text: string;
}

/** Folders that hold what is written by hand or by a generator of ours; others come from elsewhere or are built. */
const FOLDERS = ["bench", "docs", "examples", "lab", "scripts", "src", "test"];

/** Every file of the project, by its path from the root. */
export const FILES: readonly string[] = [
  ...readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      `${folder}/${file}`.replaceAll("\\", "/"),
    ),
  ),
].filter((path) => !path.includes("node_modules/"));

const PAGES = FILES.filter((path) => /^(README|CONTRIBUTING|docs\/.*)\.md$/.test(path)).map(
  (path): Page => ({ path, text: readFileSync(join(ROOT, path), "utf8") }),
);
const GENERATED = /^docs\/(catalogue\/|benchmarks\.md)/;

export const ALL_PAGES: readonly Page[] = PAGES;
/** Those that no program writes. */
export const WRITTEN_PAGES: readonly Page[] = PAGES.filter(({ path }) => !GENERATED.test(path));

/** The text of a page without its blocks of code, line by line as it was. */
export function withoutFences(text: string): string {
  return text.replace(/^( *)```.*?^\1```$/gms, (block) => block.replace(/[^\n]/g, ""));
}
