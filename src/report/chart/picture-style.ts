import { element, Markup } from "../page/markup.ts";
import { seriesRules } from "./palette.ts";

/** The style of a picture that stands in a file of its own: it follows the scheme, light or dark, of who looks at it. */
export function pictureStyle(): Markup {
  const rules = [
    `svg{--soft:#555d68;--line:#dfe3e8;--strong:#9aa3ae}${seriesRules("light")}`,
    `@media (prefers-color-scheme:dark){svg{--soft:#a4adb9;--line:#2e353e;--strong:#66707d}${seriesRules("dark")}}`,
    "text{font:12px system-ui,-apple-system,sans-serif;fill:var(--soft);font-variant-numeric:tabular-nums}",
    "text.line-label{font-weight:600;fill:var(--series)}",
    ".grid{stroke:var(--line)}.zero{stroke:var(--strong)}",
    ".band{fill:var(--series);fill-opacity:.15}",
    ".curve{fill:none;stroke:var(--series);stroke-width:2;stroke-linejoin:round}",
  ];
  return element("style", {}, new Markup(rules.join("")));
}
