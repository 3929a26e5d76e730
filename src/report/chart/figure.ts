import { type Child, element, type Markup } from "../page/markup.ts";

export interface Figure {
  /** Unique on the page. */
  id: string;
  title: string;
  /** What the picture shows, for those who do not see it. */
  description: string;
  width: number;
  height: number;
}

/** The width of a picture for phones: text of at least 11 pixels in a window of 320. */
export const NARROW = 320;

/** A picture drawn twice, for a wide column and for a phone; the page's style shows the one that fits. */
export function forBoth(width: number, draw: (width: number, variant: string | undefined) => Markup): Markup[] {
  if (width <= NARROW) return [draw(width, undefined)];
  const size = width > 500 ? "full" : "half";
  return [draw(width, `wide ${size}`), draw(NARROW, `narrow ${size}`)];
}

/** A picture that scales with its column, with a title and a description for screen readers. */
export function figure(
  { id, title, description, width, height }: Figure,
  variant: string | undefined,
  ...marks: Child[]
): Markup {
  return element(
    "svg",
    {
      class: variant,
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

/** A text that appears when the pointer is over a mark. */
export function hint(text: string): Markup {
  return element("title", {}, text);
}

/** About how wide a text is in small print; characters as wide as high count 13. */
export function widthOf(text: string): number {
  return Array.from(text).reduce((sum, sign) => sum + (WIDE.test(sign) ? 13 : 7.4), 0);
}

const WIDE = /[\u1100-\u115f\u2e80-\uffdc]|\p{Extended_Pictographic}/u;

/** As much of a text as fits about `width` in small print, shortened with an ellipsis. */
export function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 2 && widthOf(characters.join("")) > width - 7.4) characters.pop();
  return `${characters.join("")}…`;
}
