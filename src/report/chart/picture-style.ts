import { element, Markup } from "../page/markup.ts";
import { CHART_COLORS, CHART_RULES } from "./chart-style.ts";
import { seriesRules } from "./palette.ts";

/** The style of a picture in a file of its own; it follows the reader's color scheme, light or dark. */
export function pictureStyle(): Markup {
  const rules = [
    `svg{${CHART_COLORS.light}}${seriesRules("light")}`,
    `@media (prefers-color-scheme:dark){svg{${CHART_COLORS.dark}}${seriesRules("dark")}}`,
    "text{font:12px system-ui,-apple-system,sans-serif;fill:var(--soft);font-variant-numeric:tabular-nums}",
    CHART_RULES,
  ];
  return element("style", {}, new Markup(rules.join("")));
}
