import { element, Markup } from "./markup.ts";
import { pageStyle } from "./style.ts";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** A self-contained page: no script, no network, no fonts. */
export function page(title: string, main: Markup): string {
  const head = element(
    "head",
    {},
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("title", {}, title),
    element("style", {}, new Markup(pageStyle())),
  );
  return `<!doctype html>\n${element("html", { lang: "en" }, head, element("body", {}, main)).source}\n`;
}
