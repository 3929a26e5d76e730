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

/** Units across a picture for phones: at least 11 pixels of text in a window of 320. */
export const NARROW = 320;

/** A picture drawn twice, for a column as wide as it wants and for a phone; the page's style shows the one that fits. */
export function forBoth(width: number, draw: (width: number, variant: string | undefined) => Markup): Markup[] {
  if (width <= NARROW) return [draw(width, undefined)];
  const size = width > 500 ? "full" : "half";
  return [draw(width, `wide ${size}`), draw(NARROW, `narrow ${size}`)];
}

/** A picture that scales with its column, with a title and a description that screen readers tell. */
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
      "aria-labeledby": `${id}-title ${id}-description`,
    },
    element("title", { id: `${id}-title` }, title),
    element("desc", { id: `${id}-description` }, description),
    marks,
  );
}

/** A text that the pointer brings up over a mark. */
export const hint = (text: string) => element("title", {}, text);

/** About how many units of small print a text takes; half of that again for signs as wide as high. */
export const widthOf = (text: string) =>
  Array.from(text).reduce(
    (sum, sign) => sum + (/[\u1100-\u115f\u2e80-\uffdc]|\p{Extended_Pictographic}/u.test(sign) ? 13 : 7.4),
    0,
  );

/** As much of a text as fits about `width` units of small print, shortened with an ellipsis. */
export function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 2 && widthOf(characters.join("")) > width - 7.4) characters.pop();
  return `${characters.join("")}…`;
}
