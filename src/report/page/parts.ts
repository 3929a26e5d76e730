import { markerPath, seriesClass } from "../chart/palette.ts";
import { unbroken, unbrokenName } from "../words/format.ts";
import { type Child, element, type Markup } from "./markup.ts";

/** A section of the page with its heading. */
export function section(id: string, title: string, ...children: Child[]): Markup {
  return element(
    "section",
    { "aria-labelledby": `${id}-heading` },
    element("h2", { id: `${id}-heading` }, title),
    children,
  );
}

/** The top of a page: its title, what is asked, facts about the study, and its conclusions, one paragraph each. */
export function answer(
  title: string,
  facts: readonly string[],
  sentences: readonly Child[],
  question?: string,
): Markup {
  return element(
    "header",
    {},
    element("h1", {}, title),
    question !== undefined && element("p", { class: "question" }, question),
    facts.length > 0 && element("p", { class: "facts" }, facts.join(" · ")),
    element(
      "div",
      { class: `answer ${seriesClass(1)}` },
      sentences.map((sentence) => element("p", {}, sentence)),
    ),
  );
}

/** A chart with its title above and how to read it below. @param behind its numbers. */
export function picture(title: string, chart: Child, reading: string, behind?: Markup): Markup {
  const name = element("p", { class: "picture-title" }, title);
  const figure = element("figure", { "aria-label": title }, name, chart, element("figcaption", {}, unbroken(reading)));
  return behind === undefined ? figure : element("div", { class: "picture" }, figure, behind);
}

/** The numbers behind a picture, folded. */
export function numbers(
  title: string,
  { columns, rows, note }: { columns: readonly Column[]; rows: readonly (readonly Child[])[]; note: string },
): Markup {
  return element(
    "details",
    { class: "numbers" },
    element("summary", {}, "The numbers", element("span", { class: "unseen" }, `: ${title}`)),
    table(title, columns, rows, note),
  );
}

export interface Column {
  heading: string;
  /** Numbers are aligned at the right. */
  number?: boolean;
}

/** A table with its caption; the first cell of each row is the row's heading. It scrolls sideways if it is too wide. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Child[])[],
  note?: string,
): Markup {
  const align = (index: number) => (columns[index].number ? "number" : undefined);
  const head = columns.map(({ heading }, i) => element("th", { scope: "col", class: align(i) }, heading));
  const body = rows.map(([first, ...others]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row", class: align(0) }, typeof first === "string" ? unbrokenName(first) : first),
      others.map((cell, i) => element("td", { class: align(i + 1) }, cell)),
    ),
  );
  const framed = element(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    element(
      "table",
      {},
      element("caption", {}, element("span", {}, caption)),
      element("thead", {}, element("tr", {}, head)),
      element("tbody", {}, body),
    ),
  );
  const sideways = columns.length > 3 && element("p", { class: "sideways" }, "More columns: scroll sideways →");
  return element(
    "div",
    {},
    sideways,
    framed,
    note !== undefined && note !== "" && element("p", { class: "note" }, unbroken(note)),
  );
}

/** A variant's name with its marker, as the charts draw it. */
export function variantName(name: string, series: number): Child {
  const marker = element("path", { class: "mean", d: markerPath(series, 60), transform: "translate(7 7)" });
  const swatch = { class: `swatch ${seriesClass(series)}`, viewBox: "0 0 14 14", "aria-hidden": "true" };
  const kept = { class: name.length <= 24 ? "name" : undefined };
  return element("span", kept, element("svg", swatch, marker), unbrokenName(name));
}
