import { type Child, element, type Markup } from "../markup.ts";

export interface Figure {
  /** Unique on the page. */
  id: string;
  title: string;
  /** What the picture shows, for those who do not see it. */
  description: string;
  width: number;
  height: number;
}

/** A picture that scales with its column, with a title and a description that screen readers tell. */
export function figure({ id, title, description, width, height }: Figure, ...marks: Child[]): Markup {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-labelledby": `${id}-title ${id}-description`,
    },
    element("title", { id: `${id}-title` }, title),
    element("desc", { id: `${id}-description` }, description),
    marks,
  );
}

/** A text that the pointer brings up over a mark. */
export const hint = (text: string) => element("title", {}, text);

/** As much of a text as fits about `width` units of small print, shortened with an ellipsis. */
export function fitted(text: string, width: number): string {
  const most = Math.max(3, Math.floor(width / 7.4));
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}
