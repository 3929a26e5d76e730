import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../dist.ts";
import { fencesOf } from "./fences.ts";
import { ALL_PAGES, FILES, type Page, WRITTEN_PAGES, withoutFences } from "./pages.ts";

/** What a heading is called in an address, as GitHub does it. */
const anchorOf = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

function anchorsOf({ text }: Page): string[] {
  const headings = [...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading));
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id)];
}

const pageAt = new Map(ALL_PAGES.map((page) => [page.path, page]));
const paths = new Set(FILES);

/** Links into the project that lead nowhere. */
function brokenLinks(page: Page): string[] {
  const links = [...withoutFences(page.text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file, anchor] = link.split("#");
    const path = file === "" ? page.path : join(dirname(page.path), file);
    if (!paths.has(path.replace(/\/$/, ""))) return true;
    return anchor !== undefined && !anchorsOf(pageAt.get(path) ?? { path, text: "" }).includes(anchor);
  });
}

/** Names in backticks that look like files or folders of the project, of which there are none, nor made by the page. */
function missingFiles(page: Page): string[] {
  const quoted = [...withoutFences(page.text).matchAll(/`([^`\n]+)`/g)].map(([, name]) => name);
  const made = fencesOf(page).flatMap(({ file = "" }) => [file, file.replace(/\.ts$/, ".test.ts")]);
  return quoted.filter((name) => {
    if (!/^[\w.-]+(\/[\w.-]+)*(\.(ts|mjs|cjs|js|md)|\/)$/.test(name) || OF_USERS.test(name)) return false;
    const path = name.replace(/\/$/, "");
    return !paths.has(path) && ![...FILES, ...made].some((file) => file.endsWith(`/${path}`));
  });
}

/** Names that are said to be in a file, "`HALTED` in `train/step/trace-step.ts`", or in a row of these, and are not. */
function missingNames({ text }: Page): string[] {
  const said = [...withoutFences(text).matchAll(/`(\w+)` (?:in|of)\s+`([\w./-]+\.ts)`|`([\w./-]+\.ts)`: `(\w+)`/g)];
  return said
    .map(([, name, file, otherFile, otherName]) => ({ name: name ?? otherName, file: file ?? otherFile }))
    .filter(({ name, file }) => {
      const places = FILES.filter((path) => path === file || path.endsWith(`/${file}`));
      return !places.some((path) => new RegExp(`\\b${name}\\b`).test(readFileSync(join(ROOT, path), "utf8")));
    })
    .map(({ name, file }) => `${name} in ${file}`);
}

/** What is built or installed, and endings of what users name. */
const OF_USERS = /^(dist|node_modules|reports|checkpoints)\/|^\.\w+$/;

describe.each(ALL_PAGES)("$path", (page) => {
  test("links to what is there", () => expect(brokenLinks(page)).toEqual([]));
});

describe.each(WRITTEN_PAGES)("$path", (page) => {
  test("names files that are there, and what is in them", () =>
    expect([...missingFiles(page), ...missingNames(page)]).toEqual([]));
});

test("the map of the architecture has every folder and file of src", () => {
  const text = pageAt.get("docs/architecture.md")?.text ?? "";
  const rows = [...text.matchAll(/^\| ((?:`[\w-]+` ?)+)\|/gm)].flatMap(([, cell]) => cell.match(/[\w-]+/g) ?? []);
  const parts = FILES.map((path) => /^src\/([\w-]+)(\.ts|\/.*)$/.exec(path)?.[1]).filter((part) => part !== undefined);
  expect(rows.sort()).toEqual([...new Set(parts)].sort());
});

test("the map of the lab has every folder and file of lab", () => {
  const text = pageAt.get("docs/architecture.md")?.text ?? "";
  const rows = [...text.matchAll(/^\| ((?:`lab\/[\w-]+(?:\/|\.tsx?)` ?)+)\|/gm)].flatMap(([, cell]) =>
    cell.split(/[` ]+/).filter((part) => part !== ""),
  );
  const parts = FILES.map((path) => /^lab\/[\w-]+(\.tsx?$|\/(?=.))/.exec(path)?.[0]).filter(
    (part) => part !== undefined,
  );
  expect(rows.sort()).toEqual([...new Set(parts)].sort());
});

describe("the check", () => {
  const path = "docs/page.md";
  test("finds a link that leads nowhere", () =>
    expect(brokenLinks({ path, text: "[a](gone.md) [b](../README.md#nowhere) [c](../README.md#train)" })).toEqual([
      "gone.md",
      "../README.md#nowhere",
    ]));
  test("finds a file that is gone", () =>
    expect(missingFiles({ path, text: "`train/train.ts` `session/gone.ts` `catalogue/` `nowhere/`" })).toEqual([
      "session/gone.ts",
      "nowhere/",
    ]));
  test("finds a name that its file does not have", () =>
    expect(missingNames({ path, text: "`HALTED` in `train/step/trace-step.ts`, `GONE` in\n`trace-step.ts`" })).toEqual([
      "GONE in trace-step.ts",
    ]));
});
