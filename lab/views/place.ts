import { signal } from "@preact/signals";
import type { Chapter } from "../chapters/chapter.ts";
import { experimentsOf } from "../chapters/experiments-of.ts";
import { chapters } from "../chapters/index.ts";

/** What the address leads to. */
export type Place = { kind: "chapter"; chapter: Chapter; which: string } | { kind: "unknown"; name: string };

/** Where the page is. */
export const place = signal<Place>({ kind: "unknown", name: "" });

/** Reads "#/dropout/whenNot?…". An address that names no chapter leads to the first one, one of no experiment to its main one. */
export function placeOf(hash: string): Place {
  const [name = "", which = "main"] = hash
    .replace(/^#?\/?/, "")
    .replace(/\?.*$/s, "")
    .split("/");
  const chapter = name === "" ? chapters[0] : chapters.find((each) => each.name === name);
  if (chapter === undefined) return { kind: "unknown", name: readable(name) };
  return { kind: "chapter", chapter, which: experimentsOf(chapter).includes(which) ? which : "main" };
}

export function hashOf(chapter: Chapter, which = "main"): string {
  return `#/${chapter.name}/${which}`;
}

function readable(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
