/** HTML or SVG; all other text is escaped when it is put in. */
export class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** What may stand inside an element: text is escaped, absent children leave nothing. */
export type Child = Markup | string | number | undefined | false | readonly Child[];

/** Undefined attributes are left out; numbers are rounded to hundredths. */
export type Attributes = Record<string, string | number | undefined>;

const WITHOUT_END = new Set(["meta", "br", "col", "img"]);

/** An element with its attributes and children, all text in them escaped. */
export function element(name: string, attributes: Attributes, ...children: Child[]): Markup {
  const opening = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : ` ${key}="${escaped(attributeText(value))}"`))
    .join("");
  if (WITHOUT_END.has(name)) return new Markup(`<${name}${opening}>`);
  return new Markup(`<${name}${opening}>${sourceOf(children)}</${name}>`);
}

function attributeText(value: string | number): string {
  return typeof value === "number" ? String(Math.round(value * 100) / 100) : value;
}

function sourceOf(child: Child): string {
  if (child === undefined || child === false) return "";
  if (child instanceof Markup) return child.source;
  if (typeof child === "object") return child.map(sourceOf).join("");
  return escaped(String(child));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
